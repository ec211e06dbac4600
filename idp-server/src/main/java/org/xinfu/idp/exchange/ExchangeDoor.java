package org.xinfu.idp.exchange;

/** The token endpoint's door; no bean of the framework's own type, which it would use elsewhere. */
public record ExchangeDoor(ExchangeToken provider) {}
