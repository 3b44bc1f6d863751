/** Inputs that a machine makes up: Jazzer, guided by which code they reach. Run apart from all other tests, see pom.xml. */
package dev.lifeboat.it.fuzz;
