"""The line between the devices and a server: counts what passes, delays it, slows it, cuts it.

A round trip is counted each time bytes go up on a connection after bytes that came down, or first:
what a distant server makes a person wait for. Loopback only, without TLS.
"""

import asyncio
import threading


class Counts:
    def __init__(self):
        self.up = self.down = self.connections = self.turns = 0

    def copy(self):
        other = Counts()
        other.__dict__.update(self.__dict__)
        return other

    def since(self, before):
        gone = Counts()
        for name, value in self.__dict__.items():
            setattr(gone, name, value - getattr(before, name))
        return gone


class Line:
    def __init__(self, to_port):
        self.to_port = to_port
        self.counts = Counts()
        self.cut = False
        self.delay = 0.0
        self.rate = None
        self.port = None
        self._live = set()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the line has not started")

    def address(self):
        return f"127.0.0.1:{self.port}"

    def url(self):
        return f"http://{self.address()}"

    def weather(self, cut=False, delay=0.0, rate=None):
        """delay: seconds each way; rate: bytes a second each way of each connection."""
        self.delay, self.rate = delay, rate
        self.cut = cut
        if cut:
            done = threading.Event()
            self._loop.call_soon_threadsafe(self._drop, done)
            done.wait(10)

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop)
        self._thread.join(10)

    async def _finish(self):
        """Nothing is left half done when the loop ends."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._loop.stop()

    def _drop(self, done):
        for writer in list(self._live):
            writer.transport.abort()
        done.set()

    def _run(self):
        asyncio.set_event_loop(self._loop)

        async def serve():
            server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()

        self._loop.run_until_complete(serve())
        self._loop.run_forever()

    async def _carry(self, near_read, near_write):
        if self.cut:
            near_write.transport.abort()
            return
        self.counts.connections += 1
        try:
            # The delay of the handshake of TCP, which loopback hides.
            await asyncio.sleep(2 * self.delay)
            far_read, far_write = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            near_write.transport.abort()
            return
        self._live |= {near_write, far_write}
        talk = {"last": None}
        try:
            await asyncio.gather(
                self._direction(near_read, far_write, "up", talk),
                self._direction(far_read, near_write, "down", talk),
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for writer in (near_write, far_write):
                self._live.discard(writer)
                writer.transport.abort() if self.cut else writer.close()

    async def _direction(self, reader, writer, way, talk):
        held = asyncio.Queue(64)

        async def read():
            while True:
                piece = await reader.read(8192)
                await held.put((self._loop.time() + self.delay, piece))
                if not piece:
                    return

        async def write():
            while True:
                due, piece = await held.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                if not piece:
                    if writer.can_write_eof():
                        writer.write_eof()
                    return
                if way == "up" and talk["last"] != "up":
                    self.counts.turns += 1
                talk["last"] = way
                setattr(self.counts, way, getattr(self.counts, way) + len(piece))
                while piece:
                    step = piece if self.rate is None else piece[:512]
                    piece = piece[len(step) :]
                    writer.write(step)
                    await writer.drain()
                    if self.rate is not None:
                        await asyncio.sleep(len(step) / self.rate)

        reading = asyncio.ensure_future(read())
        try:
            await write()
        finally:
            reading.cancel()
