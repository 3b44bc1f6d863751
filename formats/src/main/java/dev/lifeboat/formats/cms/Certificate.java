package dev.lifeboat.formats.cms;

import java.time.Instant;

/**
 * A certificate that a signature brings along. Nothing is said of whether anybody should trust it.
 *
 * @param subject whose it is: {@code CN=Microsoft Windows,O=Microsoft Corporation,...}
 * @param issuer who says so
 * @param serialNumber in hexadecimal digits
 * @param notBefore when it began to be valid
 * @param notAfter when it ends to be
 * @param sha1 its thumbprint as Windows shows it, in hexadecimal digits
 */
public record Certificate(
        String subject, String issuer, String serialNumber, Instant notBefore, Instant notAfter, String sha1) {}
