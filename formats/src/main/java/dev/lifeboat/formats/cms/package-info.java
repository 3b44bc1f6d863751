/**
 * Signatures in CMS (RFC 5652) as Authenticode uses them: who signed, when, and whether a chain of certificates leads to a root that
 * one trusts. Start at {@link dev.lifeboat.formats.cms.SignedData}, then {@link dev.lifeboat.formats.cms.Trust}.
 *
 * <p>Depends on {@code source}, on Bouncy Castle for the structures, and on the JDK for paths of certificates. Not here: which roots
 * to trust, revocation, and making signatures.
 */
package dev.lifeboat.formats.cms;
