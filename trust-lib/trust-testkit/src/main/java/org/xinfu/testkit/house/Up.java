package org.xinfu.testkit.house;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./xinfu up}: the house on its standard ports, until Ctrl-C. A process that dies is
 * restarted.
 */
public final class Up {
  private static final PrintStream OUT = System.out;

  private Up() {}

  /** Arguments: {@code --root DIR [--home DIR] [--port-base N]}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Arguments options = Arguments.of(arguments);
    Path root = Path.of(options.required("--root"));
    Path home = Path.of(options.or("--home", root.resolve(".xinfu").toString()));
    Ports ports = Ports.from(Integer.parseInt(options.or("--port-base", "9000")));
    House house = new House(root, home, ports);
    Runtime.getRuntime().addShutdownHook(new Thread(house::close));
    OUT.println("xinfu up: starting, data under " + house.home() + " 正在启动");
    house.start();
    announce(house);
    while (true) {
      Thread.sleep(1000);
      for (HouseProcess process : house.processes()) {
        if (!process.alive()) {
          OUT.println(process.name() + " died; restarting it 进程退出，正在重启");
          process.start();
          process.awaitHealthy();
          OUT.println(process.name() + " is back 已恢复");
        }
      }
    }
  }

  /** A request of the kiosk of the demonstration, with the challenge of RFC 7636 appendix B. */
  private static String kiosk(String idp) {
    return idp
        + "/oauth2/authorize?response_type=code&client_id=kiosk-demo&scope=openid%20profile&state=demo"
        + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        + "&redirect_uri="
        + URLEncoder.encode(idp + "/kiosk", StandardCharsets.UTF_8);
  }

  private static void announce(House house) throws IOException {
    Ports ports = house.ports();
    OUT.println("  idp-server     " + ports.idpUrl() + "/account");
    OUT.println(
        "  seal-service   " + ports.sealUrl() + "/console   " + ports.sealUrl() + "/verify");
    OUT.println(
        "  licence-vault  " + ports.vaultUrl() + "/wallet   " + ports.vaultUrl() + "/verify");
    Path accounts = house.home().resolve("credentials").resolve("demo-accounts.properties");
    OUT.println("demo accounts 演示账号 (" + accounts + "):");
    List<String> lines = Files.readAllLines(accounts);
    lines.stream().filter(l -> !l.startsWith("#")).forEach(l -> OUT.println("  " + l));
    String idp = ports.idpUrl();
    OUT.println("to try 可以试用:");
    OUT.println(
        "  staff 部门人员   department-admin, "
            + idp
            + "/console/staff (asks for a second factor 需第二要素: "
            + idp
            + "/account/authenticators)");
    OUT.println(
        "  window 窗口      window-clerk, "
            + idp
            + "/account/staff; application 应用 window-desk, POST "
            + idp
            + "/api/v1/window-acts");
    OUT.println("  kiosk 自助终端   citizen, " + kiosk(idp));
    OUT.println("Ctrl-C stops everything 按 Ctrl-C 停止");
  }
}
