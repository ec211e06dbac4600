package org.xinfu.idp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority for servers and clients, all of it made by the {@code openssl} program. */
final class CertificateShop {
  private static final char[] PASSWORD = "in memory".toCharArray();

  private final Path folder;
  private final Path trust;

  CertificateShop(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.trust = Files.createDirectories(folder.resolve("trust"));
    Files.writeString(
        folder.resolve("ca.cnf"),
        """
        [ca]
        default_ca = shop
        [shop]
        database = index.txt
        crlnumber = crlnumber
        default_md = sha256
        default_crl_days = 30
        certificate = ca.pem
        private_key = ca.key
        """);
    Files.writeString(folder.resolve("index.txt"), "");
    Files.writeString(folder.resolve("crlnumber"), "01\n");
    key("ca");
    run(
        "req",
        "-x509",
        "-new",
        "-key",
        "ca.key",
        "-out",
        "ca.pem",
        "-days",
        "30",
        "-utf8",
        "-subj",
        "/CN=样例系统证书CA " + folder.getFileName(),
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign");
    Files.copy(folder.resolve("ca.pem"), trust.resolve("ca.pem"));
    list();
  }

  /** The directory of the anchor and its list. */
  Path trust() {
    return trust;
  }

  /** {@code server.pem} and {@code server.key}. */
  void server(String host) throws Exception {
    key("server");
    issue("server", "CN=" + host, "DNS:" + host, "serverAuth");
  }

  TlsCaller client(String name, String subject, String alternative) throws Exception {
    return client(name, subject, alternative, "clientAuth");
  }

  TlsCaller client(String name, String subject, String alternative, String use) throws Exception {
    key(name);
    issue(name, subject, alternative, use);
    return caller(name);
  }

  /** One that is good between these days alone, each {@code YYYYMMDDHHMMSSZ}. */
  TlsCaller client(String name, String subject, String alternative, String from, String to)
      throws Exception {
    key(name);
    issue(name, subject, alternative, "clientAuth", "-not_before", from, "-not_after", to);
    return caller(name);
  }

  TlsCaller selfSigned(String name) throws Exception {
    return selfSigned(name, "-days", "30");
  }

  /** One whose days are over. */
  TlsCaller expired(String name) throws Exception {
    return selfSigned(name, "-not_before", "20200101000000Z", "-not_after", "20200201000000Z");
  }

  private TlsCaller selfSigned(String name, String... life) throws Exception {
    key(name);
    List<String> request = new ArrayList<>(List.of("req", "-x509", "-new", "-subj", "/CN=" + name));
    request.addAll(List.of("-key", name + ".key", "-out", name + ".pem"));
    request.addAll(List.of(life));
    run(request.toArray(String[]::new));
    return caller(name);
  }

  /** A caller that trusts the server and shows nothing. */
  TlsCaller anonymous() throws Exception {
    return new TlsCaller("anonymous", context(null), null);
  }

  /** Takes a certificate back and publishes that. */
  void revoke(String name) throws Exception {
    run("ca", "-config", "ca.cnf", "-revoke", name + ".pem");
    list();
  }

  private void list() throws Exception {
    run("ca", "-config", "ca.cnf", "-gencrl", "-out", "crl.pem");
    run("crl", "-in", "crl.pem", "-outform", "DER", "-out", "ca.crl");
    Files.copy(
        folder.resolve("ca.crl"),
        trust.resolve("ca.crl"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private void key(String name) throws Exception {
    run(
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        name + ".key");
  }

  private void issue(String name, String subject, String alternative, String use, String... life)
      throws Exception {
    Files.writeString(
        folder.resolve(name + ".ext"),
        "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n"
            + (use.isEmpty() ? "" : "extendedKeyUsage=" + use + "\n")
            + "subjectAltName="
            + alternative
            + "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
    run(
        "req",
        "-new",
        "-key",
        name + ".key",
        "-out",
        name + ".csr",
        "-utf8",
        "-subj",
        "/" + subject.replace(",", "/"));
    List<String> request =
        new ArrayList<>(List.of("x509", "-req", "-in", name + ".csr", "-out", name + ".pem"));
    request.addAll(List.of("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"));
    request.addAll(List.of("-extfile", name + ".ext"));
    request.addAll(life.length == 0 ? List.of("-days", "30") : List.of(life));
    run(request.toArray(String[]::new));
  }

  private TlsCaller caller(String name) throws Exception {
    X509Certificate certificate = certificate(name);
    return new TlsCaller(name, context(name), certificate);
  }

  private SSLContext context(@org.jspecify.annotations.Nullable String name) throws Exception {
    KeyManager[] keys = null;
    if (name != null) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "key", privateKey(name), PASSWORD, new X509Certificate[] {certificate(name)});
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      keys = factory.getKeyManagers();
    }
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    Path ca = folder.resolve("ca.pem");
    Path server = folder.getParent().resolve("ca.pem");
    anchors.setCertificateEntry("ca", read(Files.exists(server) ? server : ca));
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trusted.getTrustManagers(), null);
    return context;
  }

  private X509Certificate certificate(String name) throws Exception {
    return read(folder.resolve(name + ".pem"));
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private PrivateKey privateKey(String name) throws Exception {
    String pem = Files.readString(folder.resolve(name + ".key"));
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + ": " + said);
    }
  }
}
