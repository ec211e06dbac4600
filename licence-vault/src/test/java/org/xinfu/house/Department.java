package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.testkit.house.House;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;

/** The department's own system: issues and revokes a licence of the demo's citizen by the API. */
final class Department {
  private final HttpClient client = HttpClient.newHttpClient();
  private final House house;
  private final String token;

  Department(House house) throws IOException, InterruptedException {
    this.house = house;
    String secret =
        Files.readString(house.home().resolve("credentials/department-demo.secret")).strip();
    String basic =
        Base64.getEncoder()
            .encodeToString(("department-demo:" + secret).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.ports().idpUrl() + "/oauth2/token"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=client_credentials&scope=licence:issue%20licence:revoke"))
            .build();
    token = member(send(request, 200), "access_token");
  }

  /** The identifier of a real-estate certificate, sealed with this seal. */
  String issue(String unit, String uscc, String esId) throws IOException, InterruptedException {
    long serial = Instant.now().getEpochSecond() % 10_000_000_000L;
    Map<String, String> items = new TreeMap<>();
    items.put("number", "川（2026）示例市不动产权第0000001号");
    items.put("coOwnership", "单独所有");
    items.put("location", "示例市样例区信符路1号1栋1单元101号");
    items.put("unitNumber", "510000001001GB00001F00010001");
    items.put("rightType", "国有建设用地使用权/房屋所有权");
    items.put("rightNature", "出让/市场化商品房");
    items.put("usage", "城镇住宅用地/成套住宅");
    items.put("area", "宗地面积 1000.00㎡/房屋建筑面积 88.88㎡");
    items.put("term", "2026年01月01日起至2096年12月31日止");
    Map<String, Object> licence = new TreeMap<>();
    licence.put("typeCode", "11100000XF00000135001");
    licence.put(
        "holders", List.of(Map.of("name", "张三（样例）", "idType", "111", "id", "51000019900101000X")));
    licence.put("items", items);
    licence.put("issuer", Map.of("name", unit, "uscc", uscc));
    licence.put("serial", "%010d".formatted(serial));
    licence.put("validFrom", "2026-01-01");
    licence.put("esId", esId);
    return member(post("/api/v1/licences", licence, "browser-" + serial, 201), "identifier");
  }

  void revoke(String identifier) throws IOException, InterruptedException {
    Map<String, Object> ground = Map.of("ground", "CANCELLED", "text", "样例注销");
    post("/api/v1/licences/" + identifier + "/revoke", ground, "revoke-" + identifier, 200);
  }

  private String post(String path, Map<String, Object> body, String key, int status)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(house.ports().vaultUrl() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(CanonicalJson.write(body)))
            .build(),
        status);
  }

  private String send(HttpRequest request, int status) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  private static String member(String json, String name) {
    return String.valueOf(Json.parseObject(json).get(name));
  }
}
