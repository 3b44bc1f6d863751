package dev.lifeboat.cli;

import picocli.CommandLine.IVersionProvider;

/** Lifeboat's own version, and the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "Lifeboat " + (version == null ? "(from source)" : version),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
