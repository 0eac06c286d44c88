"""Validate XML by an XML Schema: `schema.py SCHEMA FILE` prints the faults."""

import json
import sys

from lxml import etree

schema = etree.XMLSchema(etree.parse(sys.argv[1]))
schema.validate(etree.parse(sys.argv[2]))
sys.stdout.write(json.dumps([f"{its.line}: {its.message}" for its in schema.error_log]))
