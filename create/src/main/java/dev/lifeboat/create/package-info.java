/**
 * Making a system image with the native tools: {@code wbadmin} runs, targets, extras and schedules. Empty so far.
 * Will depend on {@code verify} (judging the result) and {@code mount} (attaching a container).
 */
package dev.lifeboat.create;
