"""`handsel worker`: the readers of the ledger, the executor of automations, the timers and the jobs, each on a thread that is started again when it fails."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, cast

from procrastinate import App

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

LAST_WORDS = 0.8  # seconds that the threads have in all when we stop
PAUSE = 1.0  # seconds before a failed loop starts again
CONCURRENT_JOBS = 4
QUEUES = ("default", "webhooks")  # each with its own jobs at once: receivers that are slow hold up no mail
POLLING = 0.5  # seconds between looks for jobs, should a notification be lost
HEARTBEAT = 10.0  # seconds between signs of life of a worker that runs jobs
STALLED = 3 * HEARTBEAT  # less would queue jobs again whose workers live

logger = logging.getLogger(__name__)

Loop = Callable[[threading.Event], None]


def run() -> None:
    """Blocks until SIGTERM or SIGINT."""
    from handsel import reactions
    from handsel.automations.executing import run_executor

    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
    threads = [
        keep_running("readers", reactions.run_readers, stop=stop),
        keep_running("automations", reactions.run_automations, stop=stop),
        keep_running("executor", run_executor, stop=stop),
        keep_running("timers", reactions.run_timers, stop=stop),
        keep_running("jobs", run_jobs, stop=stop),
    ]
    while not stop.wait(1):
        pass
    _leave(threads)


def keep_running(name: str, loop: Loop, *, stop: threading.Event) -> threading.Thread:
    """`loop` returns when `stop` is set; one that raises or returns early is started again."""

    def again_and_again() -> None:
        while not stop.is_set():
            try:
                loop(stop)
            except Exception:
                logger.exception("The %s failed and start again.", name)
            stop.wait(PAUSE)

    thread = threading.Thread(target=again_and_again, name=name, daemon=True)
    thread.start()
    return thread


def run_jobs(stop: threading.Event) -> None:
    from procrastinate.contrib.django import app

    asyncio.run(_work(app, stop))


async def _work(app: App, stop: threading.Event) -> None:
    connected = app.with_connector(cast("DjangoConnector", app.connector).get_worker_connector())
    async with connected.open_async():
        workers = [
            asyncio.create_task(
                connected.run_worker_async(
                    queues=[queue],
                    install_signal_handlers=False,
                    concurrency=CONCURRENT_JOBS,
                    fetch_job_polling_interval=POLLING,
                    update_heartbeat_interval=HEARTBEAT,
                    delete_jobs="successful",
                )
            )
            for queue in QUEUES
        ]
        reaper = asyncio.create_task(_reap(connected))
        try:
            await _until(stop, or_done=workers)
        finally:
            reaper.cancel()
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, reaper, return_exceptions=True)
    for worker in workers:
        if not stop.is_set() and not worker.cancelled():
            worker.result()  # say why it ended


async def _until(stop: threading.Event, *, or_done: list[asyncio.Task[None]]) -> None:
    while not stop.is_set() and not any(each.done() for each in or_done):  # noqa: ASYNC110 (the event belongs to threads)
        await asyncio.sleep(0.1)


async def _reap(app: App) -> None:
    """Jobs of a worker that was killed run again: procrastinate marks them, nothing in it picks them up."""
    while True:
        try:
            stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED)
            for job in stalled:
                await app.job_manager.retry_job(job)
        except Exception:
            logger.exception("Stalled jobs could not be looked for.")
        await asyncio.sleep(HEARTBEAT)


def _leave(threads: list[threading.Thread]) -> None:
    """Whoever needs longer is cut off: everything done here is safe to do again."""
    for thread in threads:
        thread.join(LAST_WORDS / len(threads))
    logging.shutdown()
    os._exit(0)
