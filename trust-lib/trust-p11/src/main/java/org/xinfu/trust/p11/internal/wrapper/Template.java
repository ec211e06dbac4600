package org.xinfu.trust.p11.internal.wrapper;

import java.util.ArrayList;
import java.util.List;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;

/** Attributes for a search or a new object. */
public final class Template {
  private final List<CK_ATTRIBUTE> attributes = new ArrayList<>();

  public Template with(long type, boolean value) {
    attributes.add(new CK_ATTRIBUTE(type, value));
    return this;
  }

  public Template with(long type, long value) {
    attributes.add(new CK_ATTRIBUTE(type, value));
    return this;
  }

  public Template with(long type, byte[] value) {
    attributes.add(new CK_ATTRIBUTE(type, value.clone()));
    return this;
  }

  CK_ATTRIBUTE[] array() {
    return attributes.toArray(CK_ATTRIBUTE[]::new);
  }
}
