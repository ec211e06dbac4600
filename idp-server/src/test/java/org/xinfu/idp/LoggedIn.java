package org.xinfu.idp;

/** Somebody who has just registered by phone, and a browser in which they are logged in. */
class LoggedIn {
  final String phone = SharedIdp.randomPhone();
  final String name;
  final String account;
  final Browser browser = SharedIdp.browser();

  LoggedIn(String password) {
    this.name = SharedIdp.register(phone, "+86" + phone, password);
    this.account = SharedIdp.accountOf(name);
    browser.logIn(name, password);
  }
}
