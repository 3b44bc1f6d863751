/**
 * What a person runs: one thin picocli class a command, progress, tables and reports on the terminal. Depends on every
 * other module; nothing depends on it.
 */
package dev.lifeboat.cli;
