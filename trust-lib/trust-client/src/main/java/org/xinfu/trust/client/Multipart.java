package org.xinfu.trust.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.xinfu.trust.Bytes;

/** multipart/form-data, RFC 7578. */
final class Multipart {
  private final String boundary = "xinfu-" + UUID.randomUUID();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Multipart json(String name, String json) {
    part("name=\"" + name + "\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A file; its name travels in ASCII, anything else in it is replaced. */
  Multipart file(String name, String fileName, Bytes content) {
    String safe = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    part(
        "name=\"" + name + "\"; filename=\"" + safe + "\"",
        "application/octet-stream",
        content.toArray());
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] body() {
    ascii("--" + boundary + "--\r\n");
    return out.toByteArray();
  }

  private void part(String disposition, String type, byte[] content) {
    ascii("--" + boundary + "\r\n");
    ascii("Content-Disposition: form-data; " + disposition + "\r\n");
    ascii("Content-Type: " + type + "\r\n\r\n");
    out.writeBytes(content);
    ascii("\r\n");
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
