/**
 * One view of the files of a volume, whatever its file system: {@link dev.lifeboat.mount.tree.FileTree} and its
 * {@link dev.lifeboat.mount.tree.FileNode}s. Paths are written with {@code /} and start with it.
 *
 * <p>Depends on {@code formats}. Not here: writing anything to the host ({@code mount.extract}).
 */
package dev.lifeboat.mount.tree;
