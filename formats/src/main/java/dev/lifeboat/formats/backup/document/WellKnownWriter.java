package dev.lifeboat.formats.backup.document;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The VSS writers that come with Windows, and SQL Server's: Microsoft, "In-Box VSS Writers". */
public enum WellKnownWriter {
    SYSTEM("E8132975-6F93-4464-A53E-1050253AE220", "System"),
    ASR("BE000CBE-11FE-4426-9C58-531AA6355FC4", "ASR"),
    REGISTRY("AFBAB4A2-367D-4D15-A586-71DBB18F8485", "Registry"),
    COM_PLUS_REGDB("542DA469-D3E1-473C-9F4F-7847F01FC64F", "COM+ REGDB"),
    WMI("A6AD56C2-B509-4E6C-BB19-49D8F43532F0", "WMI"),
    SHADOW_COPY_OPTIMIZATION("4DC3BDD4-AB48-4D07-ADB0-3BEE2926FD7F", "Shadow Copy Optimization"),
    /** The id that computers have; the documentation's, which ends in DC062, is a slip. */
    MS_SEARCH("CD3F2362-8BEF-46C7-9181-D62844CDC0B2", "MSSearch"),
    BITS("4969D978-BE47-48B0-B100-F328F07AC1E0", "BITS"),
    TASK_SCHEDULER("D61D61C8-D73A-4EEE-8CDD-F6F9786B7124", "Task Scheduler"),
    PERFORMANCE_COUNTERS("0BADA1DE-01A9-4625-8278-69E735F39DD2", "Performance Counters"),
    VSS_METADATA_STORE("75DFB225-E2E4-4D39-9AC9-FFAFF65DDF06", "VSS Metadata Store"),
    SQL_SERVER("A65FAA63-5EA8-4EBC-9DBD-A0C4DB26912A", "SQL Server"),
    NTDS("B2014C9E-8711-4C5C-A5A9-3CF384484757", "NTDS"),
    ADAM("DD846AAA-A1B6-42A8-AAF8-03DCB6114BFD", "ADAM"),
    WINS("F08C1483-8407-4A26-8C26-6C267A629741", "WINS"),
    ADFS("772C45F8-AE01-4F94-940C-94961864ACAD", "ADFS"),
    AD_RMS("886C43B1-D455-4428-A37F-4D6B9E43F50F", "AD RMS"),
    CERTIFICATION_AUTHORITY("6F5B15B5-DA24-4D88-B737-63063E3A1F86", "Certification Authority"),
    CSV("1072AE1C-E5A7-4EA1-9E4A-6F7964656570", "Cluster Shared Volumes"),
    DHCP("BE9AC81E-3619-421F-920F-4C6FEA9E93AD", "DHCP"),
    FSRM("12CE4370-5BB7-4C58-A76A-E5D5097E3674", "File Server Resource Manager"),
    IIS_CONFIGURATION("2A40FD15-DFCA-4AA8-A654-1F8C654603F6", "IIS configuration"),
    IIS_METABASE("59B1F0CF-90EF-465F-9609-6CA8B2938366", "IIS metabase"),
    MSMQ("7E47B561-971A-46E6-96B9-696EEAA53B2A", "MSMQ"),
    NPS("35E81631-13E1-48DB-97FC-D5BC721BB18A", "NPS"),
    TS_GATEWAY("368753EC-572E-4FC7-B4B9-CCD9BDC624CB", "TS Gateway"),
    TS_LICENSING("5382579C-98DF-47A7-AC6C-98A6D7106E09", "TS Licensing"),
    SYNC_SHARE("D46BF321-FDBA-4A35-8EC3-454DF03BC86A", "Sync Share"),
    WDS("82CB5521-68DB-4626-83A4-7FC6F88853E9", "Windows Deployment Services"),
    WID("8D5194E1-E455-434A-B2E5-51296CCE67DF", "Windows Internal Database");

    private static final Map<UUID, WellKnownWriter> BY_ID =
            Arrays.stream(values()).collect(Collectors.toMap(WellKnownWriter::id, Function.identity()));

    private final UUID id;
    private final String label;

    WellKnownWriter(String id, String label) {
        this.id = UUID.fromString(id);
        this.label = label;
    }

    public UUID id() {
        return id;
    }

    /**
     * Returns the name for people, without the word "Writer".
     *
     * @return such as {@code COM+ REGDB}
     */
    public String label() {
        return label;
    }

    /**
     * Finds a writer.
     *
     * @param id its class; a {@link UUID} knows no case, the documents use upper, lower and mixed
     * @return empty if it is none of Windows'
     */
    public static Optional<WellKnownWriter> of(UUID id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
