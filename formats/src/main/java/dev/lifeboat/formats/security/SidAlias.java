package dev.lifeboat.formats.security;

import java.util.Map;
import java.util.Optional;

/**
 * The two letters by which SDDL writes identifiers that are the same on every computer, [MS-DTYP] 2.5.1.1 and "SID Strings"
 * of the Windows documentation. Those of a domain or of one computer's accounts (DA, LA ...) are not here: which they are
 * depends on where Windows asks, and of an image only the number is certain.
 */
final class SidAlias {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("S-1-1-0", "WD"), // everyone
            Map.entry("S-1-3-0", "CO"), // creator owner
            Map.entry("S-1-3-1", "CG"), // creator group
            Map.entry("S-1-3-4", "OW"), // owner rights
            Map.entry("S-1-5-2", "NU"), // logged on over the network
            Map.entry("S-1-5-4", "IU"), // logged on interactively
            Map.entry("S-1-5-6", "SU"), // logged on as a service
            Map.entry("S-1-5-7", "AN"), // anonymous
            Map.entry("S-1-5-9", "ED"), // domain controllers of the enterprise
            Map.entry("S-1-5-10", "PS"), // the object itself
            Map.entry("S-1-5-11", "AU"), // authenticated users
            Map.entry("S-1-5-12", "RC"), // restricted code
            Map.entry("S-1-5-18", "SY"), // local system
            Map.entry("S-1-5-19", "LS"), // local service
            Map.entry("S-1-5-20", "NS"), // network service
            Map.entry("S-1-5-33", "WR"), // write restricted code
            Map.entry("S-1-5-32-544", "BA"), // administrators
            Map.entry("S-1-5-32-545", "BU"), // users
            Map.entry("S-1-5-32-546", "BG"), // guests
            Map.entry("S-1-5-32-547", "PU"), // power users
            Map.entry("S-1-5-32-548", "AO"), // account operators
            Map.entry("S-1-5-32-549", "SO"), // server operators
            Map.entry("S-1-5-32-550", "PO"), // printer operators
            Map.entry("S-1-5-32-551", "BO"), // backup operators
            Map.entry("S-1-5-32-552", "RE"), // replicator
            Map.entry("S-1-5-32-554", "RU"), // pre-Windows 2000 access
            Map.entry("S-1-5-32-555", "RD"), // remote desktop users
            Map.entry("S-1-5-32-556", "NO"), // network configuration operators
            Map.entry("S-1-5-32-558", "MU"), // performance monitor users
            Map.entry("S-1-5-32-559", "LU"), // performance log users
            Map.entry("S-1-5-32-568", "IS"), // IIS_IUSRS
            Map.entry("S-1-5-32-569", "CY"), // cryptographic operators
            Map.entry("S-1-5-32-573", "ER"), // event log readers
            Map.entry("S-1-5-32-574", "CD"), // certificate services over DCOM
            Map.entry("S-1-5-32-575", "RA"), // remote access servers
            Map.entry("S-1-5-32-576", "ES"), // remote desktop endpoint servers
            Map.entry("S-1-5-32-577", "MS"), // remote desktop management servers
            Map.entry("S-1-5-32-578", "HA"), // Hyper-V administrators
            Map.entry("S-1-5-32-579", "AA"), // access control assistance operators
            Map.entry("S-1-5-32-580", "RM"), // remote management users
            Map.entry("S-1-5-84-0-0-0-0-0", "UD"), // user mode drivers
            Map.entry("S-1-15-2-1", "AC"), // all application packages
            Map.entry("S-1-16-4096", "LW"), // low integrity
            Map.entry("S-1-16-8192", "ME"), // medium
            Map.entry("S-1-16-8448", "MP"), // medium plus
            Map.entry("S-1-16-12288", "HI"), // high
            Map.entry("S-1-16-16384", "SI"), // system
            Map.entry("S-1-18-1", "AS"), // identity asserted by an authentication authority
            Map.entry("S-1-18-2", "SS")); // identity asserted by a service

    private SidAlias() {}

    /**
     * Looks an identifier up.
     *
     * @param sid in the form {@code S-1-...}
     * @return two letters, or empty if it has none
     */
    static Optional<String> of(String sid) {
        return Optional.ofNullable(ALIASES.get(sid));
    }
}
