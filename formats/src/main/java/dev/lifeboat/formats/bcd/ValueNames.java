package dev.lifeboat.formats.bcd;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words that {@code bcdedit} has for the numbers of some elements, as its help and Microsoft's BCD reference have them. */
final class ValueNames {
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("nx", List.of("OptIn", "OptOut", "AlwaysOff", "AlwaysOn")),
            Map.entry("pae", List.of("Default", "ForceEnable", "ForceDisable")),
            Map.entry("bootmenupolicy", List.of("Legacy", "Standard")),
            Map.entry("safeboot", List.of("Minimal", "Network", "DsRepair")),
            Map.entry(
                    "bootstatuspolicy",
                    List.of(
                            "DisplayAllFailures",
                            "IgnoreAllFailures",
                            "IgnoreShutdownFailures",
                            "IgnoreBootFailures",
                            "IgnoreCheckpointFailures")),
            Map.entry("debugtype", List.of("Serial", "1394", "USB", "Net", "Local")),
            Map.entry("hypervisorlaunchtype", List.of("Off", "Auto")),
            Map.entry("x2apicpolicy", List.of("Default", "Disable", "Enable")),
            Map.entry("msi", List.of("Default", "ForceDisable")),
            Map.entry("pciexpress", List.of("Default", "ForceDisable")),
            Map.entry("tscsyncpolicy", List.of("Default", "Legacy", "Enhanced")),
            Map.entry("driverloadfailurepolicy", List.of("Fatal", "UseErrorControl")),
            Map.entry("firstmegabytepolicy", List.of("UseNone", "UseAll", "UsePrivate")),
            Map.entry("debugstart", List.of("Active", "AutoEnable", "Disable")),
            Map.entry("configaccesspolicy", List.of("Default", "DisallowMmConfig")),
            Map.entry("displaymessage", messages()),
            Map.entry("displaymessageoverride", messages()));

    private ValueNames() {}

    private static List<String> messages() {
        return List.of(
                "Default",
                "Resume",
                "HyperV",
                "Recovery",
                "StartupRepair",
                "SystemImageRecovery",
                "CommandPrompt",
                "SystemRestore",
                "PushButtonReset");
    }

    /**
     * Finds the word for a number.
     *
     * @param element its name
     * @param number its value
     * @return empty if it has none
     */
    static Optional<String> word(String element, long number) {
        List<String> words = WORDS.getOrDefault(element, List.of());
        return number >= 0 && number < words.size() ? Optional.of(words.get((int) number)) : Optional.empty();
    }
}
