package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * The simulated platform's ticket interface: {@code /sso}, {@code /sso/token} and {@code
 * /sso/user}, calls and answers signed by HMAC-SM3 of its own making.
 */
final class NationalTickets {
  private final NationalPlatformSimulator platform;
  private final byte[] key;
  private final Set<String> nonces = ConcurrentHashMap.newKeySet();

  NationalTickets(NationalPlatformSimulator platform, byte[] key) {
    this.platform = platform;
    this.key = key.clone();
  }

  void open(HttpServer server) {
    server.createContext("/sso", new NationalLogin(platform, "/sso"));
    server.createContext("/sso/token", new Answer(platform, this::token));
    server.createContext("/sso/user", new Answer(platform, this::user));
  }

  private @Nullable Map<String, @Nullable Object> token(Map<String, String> form) {
    Map<String, String> login = platform.logins.remove(form.getOrDefault("ticket", ""));
    if (login == null || !signed("/sso/token", form)) {
      return null;
    }
    String token = UUID.randomUUID().toString();
    platform.logins.put(token, login);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("token", token);
    answer.put("state", login.getOrDefault("state", ""));
    return answer("/sso/token", form, answer);
  }

  private @Nullable Map<String, @Nullable Object> user(Map<String, String> form) {
    Map<String, String> login = platform.logins.get(form.getOrDefault("token", ""));
    if (login == null || !signed("/sso/user", form)) {
      return null;
    }
    NationalCitizen who = platform.citizen(login);
    Map<String, @Nullable Object> answer = NationalPlatformSimulator.attributes(who);
    answer.put("user_id", who.subject());
    return answer("/sso/user", form, answer);
  }

  private boolean signed(String path, Map<String, String> form) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(form);
    Instant at = Instant.ofEpochSecond(Long.parseLong(form.getOrDefault("timestamp", "0")));
    return Duration.between(at, platform.now()).abs().toSeconds() < 120
        && sign("POST", path, fields).equals(form.get("sign"))
        && nonces.add(form.getOrDefault("nonce", ""));
  }

  private Map<String, @Nullable Object> answer(
      String path, Map<String, String> form, Map<String, @Nullable Object> answer) {
    answer.put("nonce", form.get("nonce"));
    if (platform.fault() != NationalPlatformSimulator.Fault.UNSIGNED) {
      answer.put("sign", sign("ANSWER", path, answer));
    }
    return answer;
  }

  private String sign(String method, String path, Map<String, @Nullable Object> fields) {
    StringBuilder text = new StringBuilder(method).append('\n').append(path).append('\n');
    String joint = "";
    for (Map.Entry<String, @Nullable Object> field : new TreeMap<>(fields).entrySet()) {
      if (!field.getKey().equals("sign")) {
        text.append(joint).append(field.getKey()).append('=').append(percent(field.getValue()));
        joint = "&";
      }
    }
    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
    HMac mac = new HMac(new SM3Digest());
    mac.init(new KeyParameter(key));
    mac.update(octets, 0, octets.length);
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return HexFormat.of().formatHex(out);
  }

  private static String percent(@Nullable Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
