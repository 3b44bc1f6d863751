package dev.lifeboat.cli;

import java.nio.file.Path;
import picocli.CommandLine;

/**
 * What is to be unmounted.
 *
 * @param where the folder, or the drive letter
 * @param lazy whether to end it although programs use it
 * @param elevate whether to run with the rights of an administrator without asking first
 * @param line receives messages
 */
record UnmountRequest(Path where, boolean lazy, boolean elevate, CommandLine line) {}
