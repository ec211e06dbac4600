package org.xinfu.licence.domain;

/** Who issues a licence 证照颁发机构: name and unified social credit code. */
public record Issuer(String name, String uscc) {}
