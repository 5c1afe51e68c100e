namespace Leasehold.Scenarios.Soak;

/// <summary>How long, with which dice, on which databases, and the bounds that everything is judged by.</summary>
/// <param name="Duration">How long callers and faults go on.</param>
/// <param name="Seed">What every choice is drawn from.</param>
/// <param name="Databases">The databases, all at once.</param>
internal sealed record SoakPlan(TimeSpan Duration, int Seed, IReadOnlyList<string> Databases)
{
    /// <summary>Of every pool and both lanes.</summary>
    public static readonly TimeSpan AcquireTimeout = TimeSpan.FromSeconds(3);

    /// <summary>What a wait may take beyond it, when threads get their turn in time.</summary>
    public static readonly TimeSpan WaitMargin = TimeSpan.FromSeconds(1);

    /// <summary>How long a place may be taken without a holder: one changes a moment after the other.</summary>
    public static readonly TimeSpan HolderMargin = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection may count that is being closed: its other end is told, and closes then.</summary>
    public static readonly TimeSpan ClosingMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>How long after a clearing old connections may stand beside new ones.</summary>
    public static readonly TimeSpan ClearingMargin = TimeSpan.FromSeconds(2);

    /// <summary>How long what goes on at the end may take to end.</summary>
    public static readonly TimeSpan EndMargin = TimeSpan.FromSeconds(60);

    public const int AsyncCallers = 10;
    public const int BlockingCallers = 3;

    public const int ApiSize = 4;
    public const int ApiOverflow = 3;
    public const int BackgroundSize = 3;
    public const int BackgroundOverflow = 2;
    public const int BatchSize = 2;
    public const int DurableSize = 2;

    /// <summary>What the pools may borrow together: less than what they would.</summary>
    public const int Borrowed = 3;

    public const int Guaranteed = ApiSize + BackgroundSize + BatchSize + DurableSize;
    public const int Budget = Guaranteed + Borrowed;
}
