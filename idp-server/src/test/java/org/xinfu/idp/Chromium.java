package org.xinfu.idp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.xinfu.testkit.house.HeadlessChromium;

/** Chromium, and people before it with devices of their own. */
final class Chromium implements AutoCloseable {
  /** The form of the login page, wherever it is shown. */
  static final String LOGIN = "form[action='/login']";

  private final HeadlessChromium chromium = new HeadlessChromium();

  /** For people without a device. */
  Browser browser() {
    return chromium.browser();
  }

  /** Somebody who reads this language and has a device that checks fingers. */
  Visitor visitor(String language, boolean backupEligible) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions().setLocale(language).setViewportSize(1000, 800));
    context.setDefaultTimeout(15_000);
    Page page = context.newPage();
    CDPSession cdp = context.newCDPSession(page);
    cdp.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("ctap2Version", "ctap2_1");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    options.addProperty("defaultBackupEligibility", backupEligible);
    options.addProperty("defaultBackupState", backupEligible);
    JsonObject wanted = new JsonObject();
    wanted.add("options", options);
    String device =
        cdp.send("WebAuthn.addVirtualAuthenticator", wanted).get("authenticatorId").getAsString();
    return new Visitor(page, cdp, device);
  }

  @Override
  public void close() {
    chromium.close();
  }

  /** One person's browser and device. */
  record Visitor(Page page, CDPSession cdp, String device) implements AutoCloseable {
    void logIn(String origin, String name, String password) {
      page.navigate(origin + "/login");
      enter(name, password);
    }

    void enter(String name, String password) {
      page.fill("#username", name);
      page.fill("#password", password);
      page.click("form[action='/login'] button");
    }

    /** Runs a ceremony of this page, as a script of any page would. */
    String ceremony(String kind, Map<String, Object> options) {
      return (String)
          page.evaluate(
              """
              async ([kind, options]) => {
                const made = kind === "create"
                  ? await navigator.credentials.create(
                      {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options)})
                  : await navigator.credentials.get(
                      {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options)});
                return JSON.stringify(made.toJSON());
              }
              """,
              List.of(kind, options));
    }

    /** The only credential on the device. */
    JsonObject credential() {
      JsonArray all = cdp.send("WebAuthn.getCredentials", of()).getAsJsonArray("credentials");
      if (all.size() != 1) {
        throw new AssertionError("credentials on the device: " + all.size());
      }
      return all.get(0).getAsJsonObject();
    }

    /** As somebody would who had copied the key when its counter was there. */
    void rewind(long signCount) {
      JsonObject credential = credential();
      JsonObject remove = of();
      remove.add("credentialId", credential.get("credentialId"));
      cdp.send("WebAuthn.removeCredential", remove);
      credential.addProperty("signCount", signCount);
      JsonObject add = of();
      add.add("credential", credential);
      cdp.send("WebAuthn.addCredential", add);
    }

    /** Whether the finger is its owner's from now on. */
    void verifies(boolean owner) {
      JsonObject setting = of();
      setting.addProperty("isUserVerified", owner);
      cdp.send("WebAuthn.setUserVerified", setting);
    }

    String text(String selector) {
      return page.locator(selector).first().innerText();
    }

    /** Keeps a picture of the page for the reader. */
    void shot(String name) {
      HeadlessChromium.shot(page, name);
    }

    private JsonObject of() {
      JsonObject parameters = new JsonObject();
      parameters.addProperty("authenticatorId", device);
      return parameters;
    }

    @Override
    public void close() {
      page.context().close();
    }
  }
}
