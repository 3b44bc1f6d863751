package dev.lifeboat.formats.bcd;

import dev.lifeboat.formats.bcd.ObjectType.Application;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of elements. Sources: Microsoft's "BCD settings and BitLocker" and the enumerations of its BCD reference
 * (BcdLibraryElementTypes, BcdBootMgrElementTypes, BcdDeviceObjectElementTypes).
 */
final class ElementNames {
    private static final int CLASS_OF_APPLICATIONS = 2;

    /** For every object: class 1, and class 3 for objects that describe devices. */
    private static final Map<Long, String> ANY = table(
            """
            11000001 device                  12000002 path                    12000004 description
            12000005 locale                  12000016 targetname              12000019 busparams
            1200001d key                     12000030 loadoptions             1200004a fontpath
            14000006 inherit                 14000008 recoverysequence        15000007 truncatememory
            1500000c firstmegabytepolicy     1500000d relocatephysical        1500000e avoidlowmemory
            15000011 debugtype               15000012 debugaddress            15000013 debugport
            15000014 baudrate                15000015 channel                 15000018 debugstart
            1500001a hostip                  1500001b port                    15000022 emsport
            15000023 emsbaudrate             15000042 keyringaddress          15000047 configaccesspolicy
            1500004b integrityservices       1500004c volumebandid            15000051 initialconsoleinput
            15000052 graphicsresolution      15000065 displaymessage          15000066 displaymessageoverride
            15000081 logcontrol              16000009 recoveryenabled         1600000b badmemoryaccess
            1600000f traditionalkseg         16000010 bootdebug               16000017 noumex
            1600001c dhcp                    1600001e vm                      16000020 bootems
            16000040 advancedoptions         16000041 optionsedit             16000046 graphicsmodedisabled
            16000048 nointegritychecks       16000049 testsigning             16000050 extendedinput
            16000053 restartonfailure        16000054 highestmode             16000060 isolatedcontext
            1600006c bootuxdisabled          16000072 nokeyboard              16000074 bootshutdowndisabled
            1600007b forcefipscrypto         1700000a badmemorylist           17000077 allowedinmemorysettings
            31000003 ramdisksdidevice        32000004 ramdisksdipath          35000001 ramdiskimageoffset
            35000002 ramdisktftpclientport   35000005 ramdiskimagelength      35000007 ramdisktftpblocksize
            35000008 ramdisktftpwindowsize   36000006 exportascd              36000007 ramdisktftpblocksize
            36000008 ramdisktftpwindowsize   36000009 ramdiskmcenabled        3600000a ramdiskmctftpfallback
            3600000b ramdisktftpvarwindow
            """);

    private static final Map<Long, String> BOOT_MANAGER = table(
            """
            21000022 bcddevice               22000023 bcdfilepath             23000003 default
            23000006 resumeobject            24000001 displayorder            24000002 bootsequence
            24000010 toolsdisplayorder       25000004 timeout                 26000005 resume
            26000020 displaybootmenu         26000021 noerrordisplay          26000028 processcustomactionsfirst
            26000031 persistbootsequence     27000030 customactions
            """);

    private static final Map<Long, String> OS_LOADER = table(
            """
            21000001 osdevice                22000002 systemroot              22000011 kernel
            22000012 hal                     22000013 dbgtransport            22000040 fverecoveryurl
            22000041 fverecoverymessage      22000053 evstore                 220000f9 hypervisorbusparams
            22000110 hypervisorusekey        23000003 resumeobject            25000020 nx
            25000021 pae                     25000031 removememory            25000032 increaseuserva
            25000033 perfmem                 25000050 clustermodeaddressing   25000052 restrictapiccluster
            25000055 x2apicpolicy            25000061 numproc                 25000063 configflags
            25000066 groupsize               25000071 msi                     25000072 pciexpress
            25000080 safeboot                250000a6 tscsyncpolicy           250000c1 driverloadfailurepolicy
            250000c2 bootmenupolicy          250000e0 bootstatuspolicy        250000f0 hypervisorlaunchtype
            250000f3 hypervisordebugtype     250000f4 hypervisordebugport     250000f5 hypervisorbaudrate
            250000f6 hypervisorchannel       250000f7 bootux                  250000fa hypervisornumproc
            250000fb hypervisorrootprocpernode   250000fd hypervisorhostip    250000fe hypervisorhostport
            25000100 tpmbootentropy          25000113 hypervisorrootproc      25000115 hypervisoriommupolicy
            25000120 xsavepolicy             25000121 xsaveaddfeature0        25000122 xsaveaddfeature1
            25000123 xsaveaddfeature2        25000124 xsaveaddfeature3        25000125 xsaveaddfeature4
            25000126 xsaveaddfeature5        25000127 xsaveaddfeature6        25000128 xsaveaddfeature7
            25000129 xsaveremovefeature      2500012a xsaveprocessorsmask     2500012b xsavedisable
            25000130 claimedtpmcounter       26000004 stampdisks              26000010 detecthal
            26000022 winpe                   26000024 nocrashautoreboot       26000025 lastknowngood
            26000030 nolowmem                26000040 vga                     26000041 quietboot
            26000042 novesa                  26000043 novga                   26000051 usephysicaldestination
            26000054 uselegacyapicmode       26000060 onecpu                  26000062 maxproc
            26000064 maxgroup                26000065 groupaware              26000070 usefirmwarepcisettings
            26000081 safebootalternateshell  26000090 bootlog                 26000091 sos
            260000a0 debug                   260000a1 halbreakpoint           260000a2 useplatformclock
            260000a3 forcelegacyplatform     260000a4 useplatformtick         260000a5 disabledynamictick
            260000b0 ems                     260000c3 onetimeadvancedoptions  260000c4 onetimeoptionsedit
            260000e1 disableelamdrivers      260000f2 hypervisordebug         260000f8 hypervisordisableslat
            260000fc hypervisoruselargevtlb  26000114 hypervisordhcp          26000116 hypervisorusevapic
            """);

    private static final Map<Long, String> RESUME = table(
            """
            21000001 filedevice              21000005 associatedosdevice      22000002 filepath
            25000007 bootux                  25000008 bootmenupolicy          26000003 customsettings
            26000004 pae                     26000006 debugoptionenabled
            """);

    private static final Map<Long, String> MEMORY_TEST = table(
            """
            25000001 passcount               25000002 testmix                 25000005 stridefailcount
            25000006 invcfailcount           25000007 matsfailcount           25000008 randfailcount
            25000009 chckrfailcount          26000003 cacheenable             26000004 failuresenabled
            """);

    private ElementNames() {}

    private static Map<Long, String> table(String text) {
        Map<Long, String> names = new HashMap<>();
        String[] words = text.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            names.put(Long.parseLong(words[i], 16), words[i + 1]);
        }
        return names;
    }

    /**
     * Finds a name.
     *
     * @param code of the element
     * @param application that takes it: the numbers of class 2 differ from one to the next
     * @return empty if it has none
     */
    static Optional<String> name(long code, Application application) {
        if (code >>> 28 != CLASS_OF_APPLICATIONS) {
            return Optional.ofNullable(ANY.get(code));
        }
        Map<Long, String> names =
                switch (application) {
                    case BOOT_MANAGER, FIRMWARE_BOOT_MANAGER -> BOOT_MANAGER;
                    case RESUME -> RESUME;
                    case MEMORY_TEST -> MEMORY_TEST;
                    default -> OS_LOADER;
                };
        return Optional.ofNullable(names.get(code));
    }
}
