// What eslint looks for in the page's modules and in their tests; the sizes are the house's.
import js from "../../.cache/web/node_modules/@eslint/js/src/index.js";

const sizes = { skipBlankLines: false, skipComments: false };

export default [
  js.configs.recommended,
  {
    files: ["kg/view/web/*.js", "kg/serve/static/**/*.js", "tests/web/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    rules: {
      "no-undef": "off", // tsc knows the browser's names
      "max-lines": ["error", { max: 320, ...sizes }],
      "max-lines-per-function": ["error", { max: 40, ...sizes }],
      "consistent-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
