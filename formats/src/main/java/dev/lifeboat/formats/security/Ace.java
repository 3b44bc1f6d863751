package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of an access control list, [MS-DTYP] 2.4.4: who gets, or is refused, which rights.
 *
 * @param code the number of its kind
 * @param type its kind, or empty if it is not known; then only {@code code}, {@code flags} and {@code rest} are
 * @param flags of inheritance and auditing, see {@link #flagNames}
 * @param mask the rights
 * @param objectType what of the object it is about, if it says so
 * @param inheritedObjectType what kind of object inherits it, if it says so
 * @param sid whom it is about
 * @param rest what follows: a condition, a property, or nothing
 */
public record Ace(
        int code,
        Optional<AceType> type,
        int flags,
        int mask,
        Optional<UUID> objectType,
        Optional<UUID> inheritedObjectType,
        Optional<Sid> sid,
        Struct rest) {
    /** Bytes before what depends on the kind. */
    static final int HEADER = 4;

    private static final int HAS_OBJECT_TYPE = 1;
    private static final int HAS_INHERITED_OBJECT_TYPE = 2;

    /** By bit; 0x20 marks what must not be changed, 0x40 has another name in an access filter. */
    private static final String[] FLAGS = {"OI", "CI", "NP", "IO", "ID", "CR", "SA", "FA"};

    private static final String TRUST_PROTECTED = "TP";

    /**
     * Reads one.
     *
     * @param s the entry, all of it
     * @return what it says
     * @throws CorruptImageException if it contradicts itself
     */
    static Ace read(Struct s) throws CorruptImageException {
        int code = s.u8(0);
        Optional<AceType> type = AceType.of(code);
        int flags = s.u8(1);
        if (type.isEmpty()) {
            Struct rest = s.part(HEADER, s.size() - HEADER, "content");
            return new Ace(code, type, flags, 0, Optional.empty(), Optional.empty(), Optional.empty(), rest);
        }
        int mask = (int) s.u32(HEADER);
        long at = HEADER + 4;
        Optional<UUID> object = Optional.empty();
        Optional<UUID> inherited = Optional.empty();
        if (type.get().object()) {
            long present = s.u32(at);
            at += 4;
            if ((present & HAS_OBJECT_TYPE) != 0) {
                object = Optional.of(s.guid(at));
                at += 16;
            }
            if ((present & HAS_INHERITED_OBJECT_TYPE) != 0) {
                inherited = Optional.of(s.guid(at));
                at += 16;
            }
        }
        Sid sid = Sid.read(s, at);
        at += sid.size();
        return new Ace(code, type, flags, mask, object, inherited, Optional.of(sid), s.part(at, s.size() - at, "rest"));
    }

    /**
     * Writes the entry as SDDL does.
     *
     * @return such as {@code (A;OICI;FA;;;BA)}
     * @throws UnsupportedImageException if SDDL has no words for it
     * @throws CorruptImageException if its condition or property is damaged
     */
    String sddl() throws ImageException {
        if (type.isEmpty() || type.get().sddl().isEmpty()) {
            throw rest.unsupported(String.format("is of kind 0x%02x, which SDDL has no words for", code));
        }
        StringBuilder text = new StringBuilder("(")
                .append(type.get().sddl())
                .append(';')
                .append(flagNames())
                .append(';')
                .append(AccessRights.sddl(mask, type.get()))
                .append(';')
                .append(objectType.map(UUID::toString).orElse(""))
                .append(';')
                .append(inheritedObjectType.map(UUID::toString).orElse(""))
                .append(';')
                .append(sid.map(Sid::sddl).orElse(""));
        if (type.get().conditional() && rest.size() > 0) {
            text.append(';').append(Condition.sddl(rest));
        } else if (type.get() == AceType.RESOURCE_ATTRIBUTE) {
            text.append(';').append(ResourceAttribute.sddl(rest));
        }
        return text.append(')').toString();
    }

    /**
     * Returns the flags by their letters in SDDL.
     *
     * @return such as {@code OICIID}, in the order of the bits
     */
    public String flagNames() {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((flags >>> bit & 1) != 0) {
                boolean filter = bit == 6 && type.equals(Optional.of(AceType.ACCESS_FILTER));
                text.append(filter ? TRUST_PROTECTED : FLAGS[bit]);
            }
        }
        return text.toString();
    }
}
