package org.xinfu.trust.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;

/** What the clients send, held against the contracts of {@code specs/openapi}. */
class ContractTest {
  private static final String APPLICATION = "{\"id\":\"a\",\"state\":\"SUBMITTED\",\"steps\":[]}";
  private static final String LICENCE =
      "{\"identifier\":\"i\",\"typeCode\":\"t\",\"status\":\"ACTIVE\",\"files\":[]}";
  private static final Sealing.Place PLACE =
      new Sealing.Place(1, new BigDecimal("120.5"), new BigDecimal("7"));
  private static final LicenceRequest.Holder HOLDER =
      new LicenceRequest.Holder("样例", "111", "000000000000000000");
  private static final LicenceRequest.Issuer ISSUER =
      new LicenceRequest.Issuer("样例局", "11510000000000000X");
  private Desk desk;
  private SealClient seals;
  private LicenceClient licences;

  @BeforeEach
  void open() throws IOException {
    desk = new Desk();
    XinfuClient xinfu = XinfuClient.create(Clock.systemUTC());
    seals = xinfu.seals(desk.base(), () -> "t");
    licences = xinfu.licences(desk.base(), () -> "t");
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void everyCallOfTheSealClientIsInTheContract() throws IOException {
    desk.json(201, APPLICATION);
    seals.apply(application());
    desk.json(200, APPLICATION);
    seals.application("a");
    for (SealApplication.Step step : SealApplication.Step.values()) {
      desk.json(200, APPLICATION);
      seals.step("a", step, "note");
    }
    desk.json(200, "{}");
    seals.suspend("51000000000001", "lost");
    desk.json(200, "{}");
    seals.resume("51000000000001", "found");
    desk.json(
        200,
        "{\"esId\":\"1\",\"seal\":\"ab\",\"value\":\"ACTIVE\",\"asOf\":\"2026-11-01T00:00:00Z\"}");
    seals.status("51000000000001", Optional.of("ab"));
    desk.json(201, "sealed");
    seals.seal(Sealing.of("51000000000001", "m", "b", PLACE), Bytes.utf8("x"), "k");
    desk.json(200, "{\"verdict\":\"VALID\",\"reason\":null,\"coverage\":\"WHOLE\"}");
    seals.verify("f.ofd", Bytes.utf8("x"));
    assertOffered(contract("seal-service"), 13);
  }

  @Test
  void everyCallOfTheLicenceClientIsInTheContract() throws IOException {
    desk.json(201, LICENCE);
    licences.issue(request(Optional.empty()), "k");
    desk.json(201, LICENCE);
    licences.deposit(deposit(Optional.empty()), Bytes.utf8("PK"), "k");
    desk.json(200, LICENCE);
    licences.get("1.2.156/x");
    for (String extension : List.of("ofd", "pdf")) {
      desk.json(200, "file");
      assertThat(licences.file("1.2.156/x", extension).toUtf8()).isEqualTo("file");
    }
    desk.json(200, "[]");
    assertThat(licences.query(Map.of("holder", "张 三&x=1", "useCause", "办理"))).isEqualTo("[]");
    assertThat(desk.last().line()).contains("holder=%E5%BC%A0+%E4%B8%89%26x%3D1");
    desk.json(200, "{\"status\":\"REVOKED\"}");
    licences.revoke("i", LicenceClient.Ground.WITHDRAWN, "样例");
    desk.json(200, "{\"verdict\":\"VALID\",\"reason\":null,\"coverage\":\"WHOLE\"}");
    licences.verify("f.ofd", Bytes.utf8("x"));
    assertOffered(contract("licence-vault"), 8);
  }

  @Test
  void theBodiesHaveTheMembersOfTheirSchemas() throws IOException {
    String sealContract = contract("seal-service");
    assertMembers(sealContract, "ApplicationRequest", application().json().keySet());
    Sealing sealing = Sealing.of("51000000000001", "m", "b", PLACE);
    assertMembers(sealContract, "SealingRequest", sealing.json().keySet());
    String vaultContract = contract("licence-vault");
    for (Optional<LocalDate> end :
        List.of(Optional.<LocalDate>empty(), Optional.of(LocalDate.of(2027, 1, 1)))) {
      assertMembers(vaultContract, "IssueRequest", request(end).json().keySet());
      assertMembers(vaultContract, "DepositRequest", deposit(end).json().keySet());
    }
  }

  @Test
  void theChoicesAreThoseOfTheContracts() throws IOException {
    String vault = contract("licence-vault");
    assertThat(vault)
        .contains(enumeration("ground: { type: string, enum: ", LicenceClient.Ground.values()));
    String seal = contract("seal-service");
    assertThat(seal).contains(enumeration("protection: { enum: ", Sealing.Protection.values()));
    assertThat(seal).contains(enumeration("pdfAlgorithm: { enum: ", Sealing.PdfAlgorithm.values()));
  }

  @Test
  void aDepositCarriesItsFactsAndItsFileAsTwoParts() {
    desk.json(201, LICENCE);
    Bytes file = Bytes.hex("504b0304000d0a2d2dff");
    licences.deposit(deposit(Optional.of(LocalDate.of(2027, 1, 1))), file, "key-1");
    Map<String, Part> parts = parts(desk.last());
    assertThat(parts.keySet()).containsExactly("metadata", "file");
    assertThat(parts.get("metadata").type()).isEqualTo("application/json");
    assertThat(parts.get("file").content()).isEqualTo(file);
    Map<String, ?> facts = Json.parseObject(parts.get("metadata").content().toUtf8());
    assertThat(facts.get("identifier")).isEqualTo("1.2.156.3005.2.x");
    assertThat(facts.get("validFrom")).isEqualTo("2026-11-01");
    assertThat(facts.get("validTo")).isEqualTo("2027-01-01");
    assertThat(facts.get("holders"))
        .isEqualTo(List.of(Map.of("name", "样例", "idType", "111", "id", "000000000000000000")));
    assertThat(desk.last().header("Idempotency-Key")).isEqualTo("key-1");
  }

  @Test
  void aSealingCarriesItsRequestAndTheDocumentOctetForOctet() {
    desk.json(201, "sealed");
    byte[] octets = new byte[256 * 4];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) i;
    }
    Sealing request =
        Sealing.of("51000000000001", "m\"\r\n", "b", PLACE)
            .withPdfAlgorithm(Sealing.PdfAlgorithm.ECDSA_P256_SHA256);
    seals.seal(request, Bytes.of(octets), "k");
    Map<String, Part> parts = parts(desk.last());
    assertThat(parts.keySet()).containsExactly("request", "file");
    assertThat(parts.get("file").content()).isEqualTo(Bytes.of(octets));
    Map<String, ?> sent = Json.parseObject(parts.get("request").content().toUtf8());
    assertThat(sent.get("matter")).isEqualTo("m\"\r\n");
    assertThat(sent.get("pdfAlgorithm")).isEqualTo("ECDSA_P256_SHA256");
    assertThat(sent.get("protection")).isEqualTo("WHOLE");
  }

  @Test
  void aFileNameCannotBreakOutOfItsPart() {
    desk.json(200, "{\"verdict\":\"VALID\",\"reason\":null,\"coverage\":\"WHOLE\"}");
    seals.verify("章\"\r\nContent-Type: text/html\r\n\r\n<b>.ofd", Bytes.empty());
    Map<String, Part> parts = parts(desk.last());
    assertThat(parts.keySet()).containsExactly("file");
    assertThat(parts.get("file").disposition())
        .matches("form-data; name=\"file\"; filename=\"[A-Za-z0-9._-]+\\.ofd\"");
    assertThat(parts.get("file").content()).isEqualTo(Bytes.empty());
  }

  @Test
  void everyMultipartHasABoundaryOfItsOwn() {
    Multipart one = new Multipart().file("file", "f", Bytes.empty());
    Multipart two = new Multipart().file("file", "f", Bytes.empty());
    assertThat(one.contentType()).isNotEqualTo(two.contentType());
    assertThat(new String(one.body(), StandardCharsets.US_ASCII)).endsWith("--\r\n");
  }

  private record Part(String disposition, String type, Bytes content) {}

  /** RFC 7578, as a server reads it. */
  private static Map<String, Part> parts(Desk.Asked asked) {
    String boundary = asked.header("Content-Type").replace("multipart/form-data; boundary=", "--");
    String body = new String(asked.body().toArray(), StandardCharsets.ISO_8859_1);
    assertThat(body).startsWith(boundary + "\r\n").endsWith("\r\n" + boundary + "--\r\n");
    Map<String, Part> parts = new LinkedHashMap<>();
    String[] pieces = ("\r\n" + body).split(Pattern.quote("\r\n" + boundary), -1);
    for (String piece : List.of(pieces).subList(1, pieces.length - 1)) {
      int end = piece.indexOf("\r\n\r\n");
      String[] head = piece.substring(2, end).split("\r\n");
      assertThat(head).hasSize(2);
      String disposition = head[0].substring("Content-Disposition: ".length());
      byte[] content = piece.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
      parts.put(
          disposition.replaceAll(".*; name=\"(\\w+)\".*", "$1"),
          new Part(disposition, head[1].substring("Content-Type: ".length()), Bytes.of(content)));
    }
    return parts;
  }

  private void assertOffered(String contract, int calls) {
    List<String> offered = operations(contract);
    List<String> asked = desk.asked().stream().map(a -> a.line().replaceAll("\\?.*", "")).toList();
    assertThat(asked).hasSize(calls);
    for (String line : asked) {
      assertThat(offered)
          .as(line)
          .anyMatch(o -> line.matches(o.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+")));
    }
  }

  /** {@code METHOD /path} of every operation. */
  private static List<String> operations(String contract) {
    List<String> operations = new ArrayList<>();
    String path = "";
    for (String line : contract.lines().toList()) {
      Matcher pathLine = Pattern.compile("  (/\\S+):").matcher(line);
      Matcher method = Pattern.compile("    (get|post|put|delete):.*").matcher(line);
      if (pathLine.matches()) {
        path = pathLine.group(1);
      } else if (method.matches() && !path.isEmpty()) {
        operations.add(method.group(1).toUpperCase(java.util.Locale.ROOT) + " " + path);
      }
    }
    assertThat(operations).hasSizeGreaterThan(5);
    return operations;
  }

  private static void assertMembers(String contract, String schema, Set<String> sent) {
    Matcher block = Pattern.compile("\n    " + schema + ":\n((?:      .*\n)+)").matcher(contract);
    assertThat(block.find()).as(schema).isTrue();
    Matcher required = Pattern.compile("\n?      required: \\[([^]]*)]").matcher(block.group(1));
    assertThat(required.find()).as("required of %s", schema).isTrue();
    Set<String> known = new TreeSet<>();
    Pattern.compile("(?m)^        (\\w+):")
        .matcher(block.group(1))
        .results()
        .forEach(m -> known.add(m.group(1)));
    assertThat(known).as("members of %s", schema).containsAll(sent);
    assertThat(sent).containsAll(List.of(required.group(1).split(", *")));
  }

  private static String enumeration(String before, Enum<?>[] values) {
    return before
        + Stream.of(values)
            .map(Enum::name)
            .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private static SealApplication.Request application() {
    return new SealApplication.Request(
        "样例单位", "91510000MA00000000", "样例章", "", "01", 42, "00".repeat(32), "样例");
  }

  private static LicenceRequest request(Optional<LocalDate> end) {
    return new LicenceRequest(
        "T",
        List.of(HOLDER),
        Map.of("number", "1"),
        ISSUER,
        LocalDate.of(2026, 11, 1),
        end,
        "51000000000001");
  }

  private static Deposit deposit(Optional<LocalDate> end) {
    return new Deposit(
        "T",
        "1.2.156.3005.2.x",
        List.of(HOLDER),
        Map.of("number", "1"),
        ISSUER,
        LocalDate.of(2026, 11, 1),
        end);
  }

  private static String contract(String service) throws IOException {
    try (InputStream in =
        ContractTest.class.getResourceAsStream("/specs/openapi/" + service + ".yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
