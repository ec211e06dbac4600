// A relying party on openid-client, a certified library: plays every flow once against a running
// idp-server and prints "ok NAME" for each. Settings come as JSON in XINFU_RP.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as client from 'openid-client';
import { createRemoteJWKSet, exportJWK, jwtVerify } from 'jose';

const { issuer, adminToken, port, account, password } = JSON.parse(process.env.XINFU_RP);
const here = `http://localhost:${port}`;
const callback = `${here}/callback`;
const ok = (name) => console.log(`ok ${name}`);

/** A browser: cookies of the provider, redirects followed by hand. */
class Browser {
  cookies = new Map();

  async go(url, form) {
    const answer = await fetch(new URL(url, issuer), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
      body: form && new URLSearchParams(form),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      this.cookies.set(name, value);
    }
    return answer;
  }

  /** Opens the authorization URL, logs in when asked, and comes back to the callback. */
  async authorize(url) {
    let answer = await this.go(url);
    for (let hop = 0; hop < 6; hop++) {
      if (answer.status === 200) {
        answer = await this.logIn(await answer.text());
        continue;
      }
      const at = new URL(answer.headers.get('location'), issuer);
      if (at.origin === here) {
        return at;
      }
      answer = await this.go(at);
    }
    throw new Error('led in circles');
  }

  /** Fills in the page. */
  async logIn(page) {
    const [, token] = page.match(/name="_csrf"[^>]*value="([^"]+)"/);
    return this.go('/login', { username: account, password, _csrf: token });
  }
}

async function register(metadata) {
  const answer = await fetch(`${issuer}/api/v1/clients`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).client_id;
}

const ecKey = () =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);

const logoutTokens = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    logoutTokens.push(new URLSearchParams(body).get('logout_token'));
    response.writeHead(200).end();
  });
}).listen(port, 'localhost');

const keys = await ecKey();
const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'rp-1', use: 'sig', alg: 'ES256' };
const id = await register({
  client_name: 'openid-client（样例）',
  redirect_uris: [callback],
  post_logout_redirect_uris: [`${here}/`],
  backchannel_logout_uri: `${here}/backchannel`,
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [jwk] },
  scope: 'openid profile',
});

const requests = [];
const config = await client.discovery(
  new URL(issuer),
  id,
  { id_token_signed_response_alg: 'ES256' },
  client.PrivateKeyJwt({ key: keys.privateKey, kid: 'rp-1' }),
  { execute: [client.allowInsecureRequests] },
);
config[client.customFetch] = (url, options) => {
  requests.push(new URL(url).pathname);
  return fetch(url, options);
};
ok('discovery');

const browser = new Browser();

async function flow({ pushed, DPoP, more = {} }) {
  const verifier = client.randomPKCECodeVerifier();
  const expected = { state: client.randomState(), nonce: client.randomNonce() };
  const asked = {
    redirect_uri: callback,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...expected,
    ...more,
  };
  const url = pushed
    ? await client.buildAuthorizationUrlWithPAR(config, asked, { DPoP })
    : client.buildAuthorizationUrl(config, asked);
  const back = await browser.authorize(url);
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: expected.state,
    expectedNonce: expected.nonce,
    idTokenExpected: true,
  };
  return client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
}

const refused = (error) => (thrown) => thrown.error === error || thrown.cause?.error === error;

// Authorization code with PKCE, private_key_jwt at the token endpoint, UserInfo.
const first = await flow({});
const claims = first.claims();
assert.equal(claims.iss, issuer);
ok('code-pkce');
ok('private-key-jwt');
const user = await client.fetchUserInfo(config, first.access_token, claims.sub);
assert.equal(user.sub, claims.sub);
assert.ok(user.name);
ok('userinfo');

// A second request is answered by the same login, without a page.
const silent = await flow({ more: { prompt: 'none' } });
assert.equal(silent.claims().sid, claims.sid);
ok('silent');

// Pushed authorization request.
requests.length = 0;
const pushed = await flow({ pushed: true });
assert.ok(requests.includes('/oauth2/par'));
assert.equal(pushed.claims().sub, claims.sub);
ok('par');

// Refresh: rotation, then the replay of an old token ends the family.
const second = await client.refreshTokenGrant(config, first.refresh_token);
assert.notEqual(second.refresh_token, first.refresh_token);
const third = await client.refreshTokenGrant(config, second.refresh_token);
await assert.rejects(client.refreshTokenGrant(config, first.refresh_token), refused('invalid_grant'));
await assert.rejects(client.refreshTokenGrant(config, third.refresh_token), refused('invalid_grant'));
ok('refresh-replay');

// DPoP: the server asks for a nonce, the library tries again with it.
const DPoP = client.getDPoPHandle(config, await ecKey());
requests.length = 0;
const bound = await flow({ DPoP });
assert.equal(bound.token_type.toLowerCase(), 'dpop');
assert.ok(requests.filter((path) => path === '/oauth2/token').length >= 2, 'a nonce was asked for');
const boundUser = await client.fetchUserInfo(config, bound.access_token, claims.sub, { DPoP });
assert.equal(boundUser.sub, claims.sub);
await assert.rejects(client.fetchUserInfo(config, bound.access_token, claims.sub));
const boundAgain = await client.refreshTokenGrant(config, bound.refresh_token, undefined, { DPoP });
assert.equal(boundAgain.token_type.toLowerCase(), 'dpop');
ok('dpop-nonce');

// Logout by the relying party, with state; the provider then tells it by the back channel.
logoutTokens.length = 0;
const last = await flow({});
const out = client.buildEndSessionUrl(config, {
  id_token_hint: last.id_token,
  post_logout_redirect_uri: `${here}/`,
  state: 'bye',
});
const home = new URL((await browser.go(out)).headers.get('location'), issuer);
assert.equal(home.href, `${here}/?state=bye`);
ok('rp-logout');
const deadline = Date.now() + 20_000;
let told;
while (!told) {
  assert.ok(Date.now() < deadline, 'a logout token comes');
  await new Promise((resolve) => setTimeout(resolve, 50));
  told = logoutTokens.shift();
}
const jwks = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`));
const { payload } = await jwtVerify(told, jwks, { issuer, audience: id, typ: 'logout+jwt' });
assert.equal(payload.sid, last.claims().sid);
assert.ok(payload.events['http://schemas.openid.net/event/backchannel-logout']);
assert.equal(payload.nonce, undefined);
ok('back-channel-logout');
await assert.rejects(
  flow({ more: { prompt: 'none' } }),
  (thrown) => thrown.error === 'login_required',
);
ok('logged-out');
server.close();
process.exit(0);
