package org.xinfu.testkit.house;

/** Where the four listen on 127.0.0.1. */
public record Ports(int idp, int seal, int vault, int hsmAdmin) {
  /** The house's own ports: 9000, 9100, 9200 and 9300. */
  public static Ports standard() {
    return from(9000);
  }

  /** Four ports a hundred apart. */
  public static Ports from(int first) {
    return new Ports(first, first + 100, first + 200, first + 300);
  }

  public String idpUrl() {
    return "http://localhost:" + idp;
  }

  public String sealUrl() {
    return "http://localhost:" + seal;
  }

  public String vaultUrl() {
    return "http://localhost:" + vault;
  }
}
