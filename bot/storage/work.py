"""The unit of work: one transaction, and the tables by subject."""

from __future__ import annotations

from bot.app import mail_ports, ports
from bot.storage.audit import Audit
from bot.storage.ballots import Ballots
from bot.storage.chores import Chores
from bot.storage.commitments import Commitments
from bot.storage.inventory import Inventory
from bot.storage.mail import Mail
from bot.storage.members import Members, Organisations
from bot.storage.messages import Messages
from bot.storage.people import People
from bot.storage.pulse import Pulse
from bot.storage.questions import Questions
from bot.storage.reports import Reports
from bot.storage.sessions import Sessions
from bot.storage.transaction import Transaction
from bot.storage.updates import Updates
from bot.storage.workers import Workers


class UnitOfWork:
    """The work of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.updates: ports.Updates = Updates(transaction)
        self.organisations: ports.Organisations = Organisations(transaction)
        self.members: ports.Members = Members(transaction)
        self.sessions: ports.Sessions = Sessions(transaction)
        self.people: ports.People = People(transaction)
        self.ballots: ports.Ballots = Ballots(transaction)
        self.questions: ports.Questions = Questions(transaction)
        self.commitments: ports.Commitments = Commitments(transaction)
        self.reports: ports.Reports = Reports(transaction)
        self.messages: ports.Messages = Messages(transaction)
        self.audit: ports.Audit = Audit(transaction)
        self.mail: mail_ports.Mail = Mail(transaction)
        self.workers: mail_ports.Workers = Workers(transaction)
        self.chores: mail_ports.Chores = Chores(transaction)
        self.pulse: mail_ports.Pulse = Pulse(transaction)
        self.inventory: ports.Inventory = Inventory(transaction)

    async def flush(self) -> None:
        await self._transaction.flush()

    async def commit(self) -> None:
        await self._transaction.commit()
