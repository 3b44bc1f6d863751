/**
 * Damages sound images, one place at a time, and asks what readers and checks make of it: never a crash, never an endless
 * loop, and never a changed file that nothing complains about where the format allows a complaint. Start at
 * {@link dev.lifeboat.it.damage.DamageTest}; docs/damage.md has the method and the numbers.
 *
 * <p>What stands where in an image is known from maps that are drawn here, by {@link dev.lifeboat.it.damage.NtfsMap} and its
 * neighbours, with code of their own: a reader that misunderstands a format must not judge itself.
 */
package dev.lifeboat.it.damage;
