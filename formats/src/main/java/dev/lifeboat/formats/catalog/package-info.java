/**
 * Security catalogs (.cat), read-only: signed lists of the hashes of files, by which Windows knows most of its own files to be
 * Microsoft's. Start at {@link dev.lifeboat.formats.catalog.CatalogFile}.
 *
 * <p>Depends on {@code source} and {@code cms}. Not here: the names and attributes of members, and the database (catdb) in which
 * Windows looks for the catalog of a hash.
 */
package dev.lifeboat.formats.catalog;
