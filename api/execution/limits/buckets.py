"""Token buckets: what may be spent comes back at a rate."""


class Bucket:
    """Tokens that come at a rate and may be saved up to a size. There are less than 0 after too many were spent.

    `spent` is what was taken here and other processes were not told yet; `saved`
    is what was left `at` the moment when it was last looked at, since when there can only be more."""

    __slots__ = ("at", "rate", "saved", "size", "spent")

    def __init__(self, rate: int, size: int, now: float) -> None:
        self.rate = rate
        self.size = size
        self.spent = 0
        self.saved: float = size
        self.at = now

    def level(self, now: float) -> float:
        """What is left."""
        saved = self.saved + (now - self.at) * self.rate
        self.saved = saved = saved if saved < self.size else self.size  # noqa: FURB136 - each request comes here
        self.at = now
        return saved

    def wait(self, amount: float, now: float) -> float:
        """The seconds until there is so much, or all that there can be; 0 for now."""
        return max(0.0, (min(amount, self.size) - self.level(now)) / self.rate)

    def take(self, amount: int, now: float) -> bool:
        """Takes tokens if they are there."""
        saved = self.saved + (now - self.at) * self.rate  # as `level`, which would take a third longer to call
        self.saved = saved = saved if saved < self.size else self.size  # noqa: FURB136 - each request comes here
        self.at = now
        if saved < amount:
            return False
        self.saved = saved - amount
        self.spent += amount
        return True

    def spend(self, amount: int) -> None:
        """Takes tokens, whether they are there or not, of a bucket that has just been looked at."""
        self.saved -= amount
        self.spent += amount

    def tell(self) -> int:
        """What other processes are to be told now, once: if that fails, it is forgotten."""
        spent, self.spent = self.spent, 0
        return spent

    def learn(self, left: float, now: float) -> None:
        """Takes off what other processes have spent: all together had `left` once they knew what was told last.

        Never gives anything back: what was forgotten on the way was spent all the same."""
        self.saved = min(self.level(now), left - self.spent)

    def is_full(self, now: float) -> bool:
        """Whether nothing is remembered in it that a new one would not have."""
        return not self.spent and self.level(now) >= self.size
