/**
 * Is it restorable? {@code check} asks the questions, {@code report} turns the answers into a verdict and shows it.
 * Depends on {@code formats}, and on {@code mount} where a tree view is needed.
 */
package dev.lifeboat.verify;
