/**
 * The questions asked of an image file as it lies on the host: is the VHDX or VHD around the disk intact? Each check asks
 * about one part of the format, in the order in which a file is read, and says nothing where the part it builds on is what is
 * damaged: that is another check's finding. Start at {@link dev.lifeboat.verify.check.container.ContainerChecks}.
 *
 * <p>What Windows does with a damaged file follows the specification where that decides, and Microsoft's published Hyper-V
 * code where it does not. Not here: what is on the disk.
 */
package dev.lifeboat.verify.check.container;
