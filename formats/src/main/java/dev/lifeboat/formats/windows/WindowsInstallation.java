package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An installed Windows, by its registry. Nothing is guessed: what cannot be read is absent, and said.
 *
 * @param system what the hive SYSTEM says; absent if it cannot be read
 * @param software what the hive SOFTWARE says; absent if it cannot be read
 * @param hives those that were opened
 * @param problems what could not be read, with the reason
 */
public record WindowsInstallation(
        Optional<SystemFacts> system, Optional<SoftwareFacts> software, List<StoredHive> hives, List<String> problems) {
    private static final String CONFIG = "Windows/System32/config/";
    private static final String VERSION = "Microsoft\\Windows NT\\CurrentVersion";
    private static final Set<String> ACCOUNTS_OF_WINDOWS = Set.of("S-1-5-18", "S-1-5-19", "S-1-5-20");
    private static final int FIRMWARE_BIOS = 1;
    private static final int FIRMWARE_UEFI = 2;

    /**
     * Reads what a volume says.
     *
     * @param files of the volume
     * @return the installation; empty if the volume holds no Windows
     * @throws IOException if the storage cannot be read
     */
    public static Optional<WindowsInstallation> read(WindowsFiles files) throws IOException {
        Reader reader = new Reader(files);
        Optional<StoredHive> system = reader.open("SYSTEM");
        Optional<StoredHive> software = reader.open("SOFTWARE");
        if (reader.missing == 2) {
            return Optional.empty();
        }
        return Optional.of(new WindowsInstallation(
                system.isEmpty() ? Optional.empty() : Optional.of(reader.system(system.get())),
                software.isEmpty() ? Optional.empty() : Optional.of(reader.software(software.get())),
                List.copyOf(reader.hives),
                List.copyOf(reader.problems)));
    }

    private static final class Reader {
        private final WindowsFiles files;
        private final List<StoredHive> hives = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private int missing;

        Reader(WindowsFiles files) {
            this.files = files;
        }

        Optional<StoredHive> open(String name) throws IOException {
            try {
                Optional<StoredHive> hive = StoredHive.open(files, CONFIG + name);
                if (hive.isEmpty()) {
                    missing++;
                    problems.add(CONFIG + name + " is missing");
                } else {
                    hives.add(hive.get());
                    hive.get().problem().ifPresent(problem -> problems.add(CONFIG + name + ": " + problem));
                }
                return hive;
            } catch (ImageException e) {
                problems.add(e.getMessage());
                return Optional.empty();
            }
        }

        SystemFacts system(StoredHive hive) throws IOException {
            HiveValues values = new HiveValues(hive.hive(), problems);
            OptionalLong set = values.number(values.key("Select"), "Current");
            if (set.isEmpty()) {
                problems.add(hive.path() + ": does not say which control set Windows uses");
                return new SystemFacts(
                        set,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
            }
            String control = String.format(Locale.ROOT, "ControlSet%03d\\Control", set.getAsLong());
            Optional<RegistryKey> zone = values.key(control + "\\TimeZoneInformation");
            Optional<String> zoneName = values.text(zone, "TimeZoneKeyName");
            return new SystemFacts(
                    set,
                    values.text(values.key(control + "\\ComputerName\\ComputerName"), "ComputerName"),
                    values.text(values.key(control + "\\Session Manager\\Environment"), "PROCESSOR_ARCHITECTURE"),
                    zoneName.isPresent() ? zoneName : values.text(zone, "StandardName"),
                    values.time(values.key(control + "\\Windows"), "ShutdownTime"),
                    firmware(values.number(values.key(control), "PEFirmwareType")),
                    LanguageTag.among(values.subkeys(control + "\\MUI\\UILanguages").stream()
                            .map(RegistryKey::name)));
        }

        private static Optional<Firmware> firmware(OptionalLong type) {
            if (type.orElse(0) == FIRMWARE_BIOS) {
                return Optional.of(Firmware.BIOS);
            }
            return type.orElse(0) == FIRMWARE_UEFI ? Optional.of(Firmware.UEFI) : Optional.empty();
        }

        SoftwareFacts software(StoredHive hive) throws IOException {
            HiveValues values = new HiveValues(hive.hive(), problems);
            Optional<RegistryKey> version = values.key(VERSION);
            Optional<String> displayVersion = values.text(version, "DisplayVersion");
            Optional<String> build =
                    values.text(version, "CurrentBuildNumber").filter(text -> text.matches("\\d{1,9}"));
            return new SoftwareFacts(
                    values.text(version, "ProductName"),
                    values.text(version, "EditionID"),
                    displayVersion.isPresent() ? displayVersion : values.text(version, "ReleaseId"),
                    build.isPresent() ? OptionalLong.of(Long.parseLong(build.get())) : OptionalLong.empty(),
                    values.number(version, "UBR"),
                    values.text(version, "SystemRoot"),
                    values.text(version, "RegisteredOwner"),
                    installed(values, version),
                    users(values));
        }

        /** In 100 ns since Windows 10; before, and still, in seconds. */
        private static Optional<Instant> installed(HiveValues values, Optional<RegistryKey> version)
                throws IOException {
            Optional<Instant> time = values.time(version, "InstallTime");
            if (time.isPresent()) {
                return time;
            }
            OptionalLong seconds = values.number(version, "InstallDate");
            return seconds.orElse(0) == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds.getAsLong()));
        }

        private static List<UserProfile> users(HiveValues values) throws IOException {
            List<UserProfile> users = new ArrayList<>();
            for (RegistryKey profile : values.subkeys(VERSION + "\\ProfileList")) {
                Optional<String> folder = values.text(Optional.of(profile), "ProfileImagePath");
                if (folder.isPresent() && !ACCOUNTS_OF_WINDOWS.contains(profile.name())) {
                    users.add(new UserProfile(profile.name(), folder.get()));
                }
            }
            return List.copyOf(users);
        }
    }
}
