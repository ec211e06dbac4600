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

  @GetMapping("/")
  String greet(@AuthenticationPrincipal OidcUser person) {
    String name = HtmlUtils.htmlEscape(person.getFullName());
    return "<h1>" + name + "</h1><a href='/logout'>退出 Log out</a>";
  }
}
