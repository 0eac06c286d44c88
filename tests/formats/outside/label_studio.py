"""Read our export by Label Studio's own SDK: `label_studio.py CONFIG TASKS [FORMAT OUT]` prints what it finds wrong.

With a format, the SDK's converter writes the tasks in it into the folder OUT.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")  # of what its libraries call old

from label_studio_sdk.converter.converter import Converter  # noqa: E402 - after the filter
from label_studio_sdk.label_interface import LabelInterface  # noqa: E402 - after the filter

config, tasks = Path(sys.argv[1]), Path(sys.argv[2])
interface = LabelInterface(config.read_text("utf-8"))
interface.validate()  # raises
given = json.loads(tasks.read_text("utf-8"))
found = [
    interface.validate_prediction(annotation, return_errors=True)
    for task in given
    for annotation in task["annotations"]
]
if sys.argv[3:]:
    Converter(str(config), None, download_resources=False).convert(str(tasks), sys.argv[4], sys.argv[3], is_dir=False)
sys.stdout.write(
    json.dumps(
        {
            "wrong": found,
            "controls": sorted(f"{its.tag} {its.name}" for its in interface.controls),
            "labels": sorted(interface.get_control("claim").labels),
            "needs": [its.value_name for its in interface.objects],
        }
    )
)
