/**
 * What stands in for the two native modules of VS Code's server that come as sources: a log without rotation and a
 * watchdog that watches nothing. So no compiler is needed.
 */
export const nativeStandIns: Readonly<Record<string, string>> = {
  "node_modules/@vscode/native-watchdog/index.js": `
exports.start = () => {};
exports.exit = (code) => process.exit(code);
`,
  // Named exports one by one: VS Code imports this CommonJS file as a module, whose names are found by reading it.
  "node_modules/@vscode/spdlog/index.js": `
const fs = require("node:fs");
const path = require("node:path");

class Logger {
  constructor(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.file = file;
    this.level = 2;
  }
  write(level, text) {
    if (level >= this.level) fs.appendFileSync(this.file, text + "\\n");
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = async (name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger(file);
`,
};
