package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.house.Visitors.Visitor;
import org.xinfu.testkit.house.House;
import org.xinfu.testkit.house.Ports;

/**
 * People use the four real processes with a browser: officials apply for, make, use and suspend a
 * seal; a citizen opens the wallet; anyone verifies.
 */
class BrowserIT {
  private static final String UNIT = "示例市自然资源局";
  private static final String USCC = "11510000MB0000019K";
  private static House house;
  private static Visitors visitors;
  private static String seal;
  private static String vault;

  @BeforeAll
  static void open() throws IOException {
    Path root = Path.of(System.getProperty("xinfu.root"));
    house = new House(root, Path.of("target", "browser-house"), Ports.from(28000));
    Runtime.getRuntime().addShutdownHook(new Thread(house::close));
    house.start();
    visitors = new Visitors(house);
    seal = house.ports().sealUrl();
    vault = house.ports().vaultUrl();
  }

  @AfterAll
  static void close() {
    if (visitors != null) {
      visitors.close();
    }
    if (house != null) {
      house.close();
    }
  }

  @Test
  void aSealIsBornUsedAndSuspendedAndALicenceIsShown() throws Exception {
    String application = applied();
    taken("seal-acceptor", application, "accept", "待审核");
    notOffered("seal-acceptor", application, "review");
    taken("seal-reviewer", application, "review", "待审批");
    taken("seal-approver", application, "approve", "待制作");
    taken("seal-maker", application, "make", "待发放");
    String esId = taken("seal-maker", application, "issue", "已发放");
    Path sealed = used(esId);
    verifiedBySeal(sealed, "有效", "seal-verify-valid");
    Department department = new Department(house);
    String identifier = department.issue(UNIT, USCC, esId);
    suspendedThenRefused(esId);
    verifiedBySeal(sealed, "有效", "seal-verify-suspended");
    Path licence = wallet(identifier);
    verifiedByVault(identifier, licence);
    department.revoke(identifier);
    revoked(identifier, licence);
  }

  @Test
  void aWrongPasswordIsAnsweredReadablyAndEnglishIsSpoken() {
    try (Visitor visitor = visitors.anyone()) {
      visitor.page().navigate(seal + "/console");
      visitor.enter("seal-applicant", "wrong");
      assertThat(visitor.text("[role=alert]")).isEqualTo("登录名或密码不正确，请重新输入。");
      visitor.shot("login-refused");
      visitor.page().click("text=English");
      assertThat(visitor.text("h1")).isEqualTo("Sign in");
      visitor.shot("login-english");
    }
  }

  @Test
  void whoHasNoRoleInAServiceIsToldSo() {
    try (Visitor citizen = visitors.login("citizen", vault + "/wallet")) {
      citizen.page().navigate(vault + "/console");
      assertThat(citizen.text("main")).contains("您无权执行此操作");
      citizen.shot("vault-forbidden");
      citizen.page().navigate(seal + "/console");
      assertThat(citizen.text("main")).contains("您无权执行此操作");
      citizen.shot("seal-forbidden");
    }
  }

  private static String applied() {
    try (Visitor visitor = visitors.anyone()) {
      visitor.page().navigate(seal + "/console");
      visitor.page().waitForSelector("form[action='/login']");
      visitor.shot("login");
    }
    try (Visitor applicant = visitors.login("seal-applicant", seal + "/console/applications")) {
      assertThat(applicant.text(".person")).isEqualTo("用印申请员（样例）");
      applicant.page().click("main a.button");
      applicant.page().fill("#unitName", UNIT);
      applicant.page().fill("#uscc", USCC);
      applicant.page().fill("#sealName", UNIT + "不动产登记专用章");
      applicant.page().fill("#bottomText", "不动产登记专用");
      applicant.page().selectOption("#sealType", "99");
      applicant.page().fill("#materialDigest", "0".repeat(64));
      applicant.page().fill("#legalBasis", "川府发〔2018〕42号 任务17（样例）");
      applicant.shot("apply");
      applicant.page().click("main button[type=submit]");
      assertThat(applicant.text("#state")).isEqualTo("待受理");
      applicant.shot("applied");
      String application = applicant.page().url();
      assertThat(applicant.offered("#accept")).isFalse();
      loggedOut(applicant, application);
      return application;
    }
  }

  /** Out of the service and of the identity provider: the next visit asks for a password. */
  private static void loggedOut(Visitor visitor, String application) {
    visitor.page().click(".who button");
    visitor.page().waitForURL(seal + "/verify*");
    assertThat(visitor.offered(".person")).isFalse();
    visitor.page().navigate(application);
    visitor.page().waitForSelector("form[action='/login']");
  }

  private static String taken(String person, String application, String step, String state) {
    try (Visitor official = visitors.login(person, seal + "/console/applications")) {
      assertThat(official.text("main")).contains("待我办理");
      official.page().navigate(application);
      official.page().click("#" + step);
      official.page().waitForSelector("[role=status]");
      assertThat(official.text("#state")).isEqualTo(state);
      official.shot(step);
      return official.page().locator("dd.mono").last().innerText();
    }
  }

  /** Who took one step is not offered the next, and a form of their own making is refused. */
  private static void notOffered(String person, String application, String step) {
    try (Visitor official = visitors.login(person, application)) {
      assertThat(official.offered("#" + step)).isFalse();
      official
          .page()
          .evaluate(
              "path => { const f = document.querySelector('.who form'); f.action = path;"
                  + " f.submit(); }",
              application + "/" + step);
      official.page().waitForSelector("[role=alert]");
      assertThat(official.text("[role=alert]")).startsWith("您无权执行此操作");
      official.shot("not-twice");
      official.page().navigate(application);
      assertThat(official.text("#state")).isEqualTo("待审核");
    }
  }

  private static Path used(String esId) throws IOException {
    try (Visitor custodian = visitors.login("seal-custodian", seal + "/console/seals")) {
      custodian.shot("seals");
      custodian.page().click("main a[href$='" + esId + "']");
      uploaded(custodian);
      Path file = custodian.download("#use", "sealed.pdf");
      custodian.page().reload();
      assertThat(custodian.text("main")).contains("样例用印事项");
      custodian.shot("seal");
      return file;
    }
  }

  private static void uploaded(Visitor custodian) throws IOException {
    custodian
        .page()
        .setInputFiles("#file", new FilePayload("document.pdf", "application/pdf", pdf()));
    custodian.page().fill("#matter", "样例用印事项");
    custodian.page().fill("#businessSerial", "YL-2026-1");
  }

  /** A second window still shows the form after the seal was suspended: the use is refused. */
  private static void suspendedThenRefused(String esId) throws IOException {
    String url = seal + "/console/seals/" + esId;
    try (Visitor custodian = visitors.login("seal-custodian", url)) {
      uploaded(custodian);
      var second = new Visitor(custodian.context(), custodian.context().newPage(), house);
      second.page().navigate(url);
      second.page().fill("#reason", "样例停用");
      second.page().click("#suspend");
      second.page().waitForSelector("[role=status]");
      assertThat(second.text("#state")).contains("已停用");
      assertThat(second.offered("#use")).isFalse();
      second.shot("suspended");
      custodian.page().click("#use");
      custodian.page().waitForSelector("[role=alert]");
      assertThat(custodian.text("[role=alert]")).isEqualTo("印章已停用。");
      custodian.shot("use-refused");
      custodian.page().click(".language");
      assertThat(custodian.text("#state")).startsWith("Suspended");
      custodian.shot("suspended-english");
    }
  }

  private static void verifiedBySeal(Path file, String verdict, String name) {
    try (Visitor anyone = visitors.anyone()) {
      anyone.page().navigate(seal + "/verify");
      anyone.page().setInputFiles("#file", file);
      anyone.page().click("#verify");
      assertThat(anyone.text("#verdict")).isEqualTo(verdict);
      anyone.shot(name);
    }
  }

  private static Path wallet(String identifier) throws IOException {
    try (Visitor citizen = visitors.login("citizen", vault + "/wallet")) {
      String row = "tr[data-identifier='" + identifier + "']";
      assertThat(citizen.text(row)).contains("不动产权证书").contains("有效").contains(UNIT);
      citizen.shot("wallet");
      Path pdf = citizen.download(row + " a[href$='file.pdf']", "licence.pdf");
      assertThat(Files.readString(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
      Path ofd = citizen.download(row + " a[href$='file.ofd']", "licence.ofd");
      citizen.page().click(".language");
      assertThat(citizen.text("h1")).isEqualTo("My licences");
      citizen.shot("wallet-english");
      citizen.page().click(".who button");
      citizen.page().waitForURL(vault + "/verify*");
      return ofd;
    }
  }

  private static void verifiedByVault(String identifier, Path licence) {
    try (Visitor anyone = visitors.anyone()) {
      anyone.page().navigate(vault + "/verify");
      anyone.shot("vault-verify");
      anyone.page().fill("#id", identifier);
      anyone.page().click("form[method=get] button");
      assertThat(anyone.text("#status")).isEqualTo("有效");
      assertThat(anyone.text("main")).contains(UNIT).doesNotContain("张三（样例）");
      anyone.shot("vault-verify-identifier");
      anyone.page().setInputFiles("#file", licence);
      anyone.page().click("form[enctype] button");
      assertThat(anyone.text("#verdict")).startsWith("有效");
      anyone.shot("vault-verify-file");
    }
  }

  private static void revoked(String identifier, Path licence) {
    try (Visitor anyone = visitors.anyone()) {
      anyone.page().navigate(vault + "/verify?id=" + identifier);
      assertThat(anyone.page().locator("#status").getAttribute("data-status")).isEqualTo("REVOKED");
      anyone.page().setInputFiles("#file", licence);
      anyone.page().click("form[enctype] button");
      assertThat(anyone.page().locator("#verdict").getAttribute("data-reason"))
          .isEqualTo("licence-revoked");
      anyone.shot("vault-verify-revoked");
    }
  }

  private static byte[] pdf() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage(PDRectangle.A4));
      document.save(out);
    }
    return out.toByteArray();
  }
}
