package dev.lifeboat.formats.security;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.Optional;

/**
 * Who owns a file and who may do what with it: a security descriptor in self-relative form, [MS-DTYP] 2.4.6. Immutable.
 */
public final class SecurityDescriptor {
    /** The structure without what its offsets lead to. */
    public static final int HEADER = 20;

    private static final int REVISION = 1;

    private final byte[] bytes;
    private final int control;
    private final Optional<Sid> owner;
    private final Optional<Sid> group;
    private final Optional<Acl> sacl;
    private final Optional<Acl> dacl;

    /** Bits of {@link #control}, [MS-DTYP] 2.4.6. */
    public static final class Control {
        public static final int DACL_PRESENT = 0x0004;
        public static final int SACL_PRESENT = 0x0010;
        public static final int DACL_AUTO_INHERIT_REQUIRED = 0x0100;
        public static final int SACL_AUTO_INHERIT_REQUIRED = 0x0200;
        public static final int DACL_AUTO_INHERITED = 0x0400;
        public static final int SACL_AUTO_INHERITED = 0x0800;
        public static final int DACL_PROTECTED = 0x1000;
        public static final int SACL_PROTECTED = 0x2000;
        public static final int SELF_RELATIVE = 0x8000;

        private Control() {}
    }

    private SecurityDescriptor(Struct s) throws CorruptImageException {
        s.expect(0, "revision", s.u8(0), REVISION);
        control = s.u16(2);
        if ((control & Control.SELF_RELATIVE) == 0) {
            throw s.corrupt(2, "control", String.format("is 0x%04x, expected the self-relative form", control));
        }
        owner = sid(s, 4);
        group = sid(s, 8);
        sacl = acl(s, 12, Control.SACL_PRESENT, "SACL");
        dacl = acl(s, 16, Control.DACL_PRESENT, "DACL");
        bytes = s.bytes(0, s.size());
    }

    /**
     * Reads one.
     *
     * @param s all of it and nothing else
     * @return the descriptor
     * @throws CorruptImageException if it contradicts itself
     */
    public static SecurityDescriptor read(Struct s) throws CorruptImageException {
        return new SecurityDescriptor(s);
    }

    private static Optional<Sid> sid(Struct s, int field) throws CorruptImageException {
        long at = s.u32(field);
        return at == 0 ? Optional.empty() : Optional.of(Sid.read(s, at));
    }

    private Optional<Acl> acl(Struct s, int field, int present, String what) throws CorruptImageException {
        long at = s.u32(field);
        return at == 0 || (control & present) == 0 ? Optional.empty() : Optional.of(Acl.read(s, at, what));
    }

    /**
     * Returns the descriptor as it was read.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns the control bits.
     *
     * @return see {@link Control}
     */
    public int control() {
        return control;
    }

    public Optional<Sid> owner() {
        return owner;
    }

    /**
     * Returns the primary group, which means something to POSIX programs only.
     *
     * @return the group, or empty
     */
    public Optional<Sid> group() {
        return group;
    }

    /**
     * Returns what is to be audited, and labels such as the integrity level.
     *
     * @return the system access control list, or empty if there is none
     */
    public Optional<Acl> sacl() {
        return sacl;
    }

    /**
     * Returns who may do what.
     *
     * @return the discretionary access control list; empty if there is none, which lets everybody do everything
     */
    public Optional<Acl> dacl() {
        return dacl;
    }

    /**
     * Returns the descriptor as Windows' ConvertSecurityDescriptorToStringSecurityDescriptor writes it, with all parts,
     * [MS-DTYP] 2.5.1. Identifiers of a domain or of one computer's accounts stand as numbers.
     *
     * @return such as {@code O:BAG:SYD:PAI(A;OICI;FA;;;BA)}
     * @throws UnsupportedImageException if an entry is of a kind that SDDL has no words for, as Windows refuses it too
     * @throws CorruptImageException if the condition or property in an entry is damaged
     */
    public String sddl() throws ImageException {
        StringBuilder text = new StringBuilder();
        owner.ifPresent(sid -> text.append("O:").append(sid.sddl()));
        group.ifPresent(sid -> text.append("G:").append(sid.sddl()));
        if ((control & Control.DACL_PRESENT) != 0) {
            text.append("D:");
            flags(text, Control.DACL_PROTECTED, Control.DACL_AUTO_INHERIT_REQUIRED, Control.DACL_AUTO_INHERITED);
            entries(text, dacl);
        }
        if ((control & Control.SACL_PRESENT) != 0) {
            text.append("S:");
            flags(text, Control.SACL_PROTECTED, Control.SACL_AUTO_INHERIT_REQUIRED, Control.SACL_AUTO_INHERITED);
            entries(text, sacl);
        }
        return text.toString();
    }

    private void flags(StringBuilder text, int isProtected, int required, int inherited) {
        text.append((control & isProtected) != 0 ? "P" : "")
                .append((control & required) != 0 ? "AR" : "")
                .append((control & inherited) != 0 ? "AI" : "");
    }

    private static void entries(StringBuilder text, Optional<Acl> acl) throws ImageException {
        if (acl.isPresent()) {
            acl.get().appendTo(text);
        } else {
            text.append("NO_ACCESS_CONTROL");
        }
    }
}
