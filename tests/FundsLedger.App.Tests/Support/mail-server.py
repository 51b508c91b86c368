"""A real SMTP server for tests (aiosmtpd). Prints its port, then a line whenever a client comes, names a recipient
or has handed a message over that is not answered yet; keeps each message as a file; ends with its standard input.

usage: mail-server.py FOLDER [CERTIFICATE KEY [USER PASSWORD]]
The recipient's name says how it is treated: unknown (550), grey (451 the first time), slow (never answered),
cut (taken, then the connection breaks before the answer); everybody else receives.
"""
import asyncio
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

folder, certificate, user = sys.argv[1], sys.argv[2:4], sys.argv[4:6]


class Post:
    def __init__(self):
        self.seen, self.count = set(), 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        print('came', flush=True)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        print('named', flush=True)
        name = address.split('@')[0]
        if name.startswith('unknown'):
            return f'550 5.1.1 <{address}> User unknown'
        if name.startswith('grey') and address not in self.seen:
            self.seen.add(address)
            return f'451 4.7.1 <{address}> Greylisted, come back later'
        if name.startswith('slow'):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        unfinished = os.path.join(folder, f'{self.count:06}.part')
        with open(unfinished, 'wb') as file:
            file.write(envelope.original_content)
        os.rename(unfinished, os.path.join(folder, f'{self.count:06}.eml'))
        print('handed over', flush=True)
        if envelope.rcpt_tos[0].startswith('cut'):
            server.transport.abort()
        return '250 OK'


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=[data.login.decode(), data.password.decode()] == user, handled=False)


def make():
    more = {}
    if certificate:
        more['tls_context'] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        more['tls_context'].load_cert_chain(*certificate)
        more['require_starttls'] = True
    if user:
        more.update(authenticator=authenticate, auth_required=True)
    return SMTP(post, hostname='localhost', loop=loop, **more)


post = Post()
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
listening = loop.run_until_complete(loop.create_server(make, '127.0.0.1', 0))
print(listening.sockets[0].getsockname()[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
loop.run_forever()
