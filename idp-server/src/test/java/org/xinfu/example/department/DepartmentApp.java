package org.xinfu.example.department;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What a department team writes: nothing of it is about the login. */
@SpringBootApplication
@RestController
public class DepartmentApp {
  public static void main(String[] args) {
    SpringApplication.run(DepartmentApp.class, args);
  }

  @GetMapping({"/", "/payments"})
  String greet(@AuthenticationPrincipal OidcUser person) {
    String name = "<!doctype html><h1>" + HtmlUtils.htmlEscape(person.getFullName()) + "</h1>";
    return name + "<a href='/payments'>缴费 Pay</a> <a href='/logout'>退出 Log out</a>";
  }
}
