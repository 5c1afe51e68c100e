namespace Leasehold.Dashboard;

/// <summary>Everything the page says, in English; a language of its own overrides all of it.</summary>
/// <remarks>Immutable. Figures, times and names are written alike in every language, by <see cref="Texts"/>.</remarks>
internal class Words
{
    public static Words In(string language) => language == PageLanguage.Korean ? KoreanWords.Instance : English;

    public static Words English { get; } = new();

    // The page itself.
    public virtual string NoScript
        => "This page is pushed to the browser, which takes JavaScript. The same figures, once:";
    public virtual string ConnectionLost
        => "The connection to the service is lost. What you see is old; trying again …";
    public virtual string Connecting => "connecting";
    public virtual string Live => "live";
    public virtual string ConnectingPage => "Connecting …";
    public virtual string SignOut => "Sign out";
    public virtual string Close => "Close";
    public virtual string Cancel => "Cancel";
    public virtual string Colours(string theme) => $"Colours: {theme}";
    public virtual string ChangeColours(string theme) => $"Colours: {theme}. Change.";
    public virtual string Dark => "dark";
    public virtual string Light => "light";
    public virtual string Automatic => "automatic";
    public virtual string Crowded(int most)
        => $"{most} pages are open already, the most this service serves. Close one and reload.";

    // Pools.
    public virtual string PoolsOf(string database) => $"Pools of {database}";
    public virtual string InUseOf(int size) => $"of {size} in use";
    public virtual string OverflowOf(int max) => $"of {max} overflow";
    public virtual string Waiting => "waiting";
    public virtual string WaitingToWrite => "waiting to write";
    public virtual string MeanHold => "Mean hold";
    public virtual string Ceiling => "Ceiling";
    public virtual string CeilingMeaning => "Requests per second this pool can carry at the present mean hold";
    public virtual string Leased => "Leased";
    public virtual string Peak => "Peak";
    public virtual string TimedOut => "Timed out";
    public virtual string Refused => "Refused";
    public virtual string Leaked => "Leaked";
    public virtual string Nested => "Nested";
    public virtual string FullAndWaiting => "full, callers wait";
    public virtual string Full => "full";
    public virtual string WritersInLine => "writers wait";
    public virtual string Borrowing => "borrowing";
    public virtual string Calm => "calm";
    public virtual string MinuteAgo => "1 min ago";
    public virtual string Now => "now";
    public virtual string NothingSeen => "Nothing seen yet.";
    public virtual string LastMinute(PoolMoment last, int mostLeased, int mostWaiting)
        => $"The last minute: now {last.InUse} in use, {last.OverflowInUse} overflow, {last.Waiting} waiting; at most "
            + $"{mostLeased} leased and {mostWaiting} waiting.";
    public virtual string PoolFigures(PoolSnapshot pool)
        => $"{pool.InUse} of {pool.Size}, overflow {pool.OverflowInUse} of {pool.MaxOverflow}, {pool.Waiting} waiting";

    // Tables.
    public virtual string LeasesNow => "Leases now";
    public virtual string Endpoints => "Endpoints";
    public virtual string Guard => "Guard";
    public virtual string Operations => "Operations";
    public virtual string FlightRecords => "Flight records";
    public virtual string EndpointOrJob => "Endpoint or job";
    public virtual string Endpoint => "Endpoint";
    public virtual string Pool => "Pool";
    public virtual string Longest => "Longest";
    public virtual string InUse => "In use";
    public virtual string Leases => "Leases";
    public virtual string LeaseSeconds => "Lease-seconds";
    public virtual string Parts => "Database · external · own code";
    public virtual string Split => "Split";
    public virtual string Efficiency => "Efficiency";
    public virtual string NothingLeased => "No connection has been leased yet.";
    public virtual string EndpointsOf(string database) => $"Endpoints of {database} by lease-seconds";
    public virtual string SplitOf(EndpointUsage usage)
        => $"database {Texts.Age(usage.Database)}, external calls {Texts.Age(usage.External)}, own code "
            + Texts.Age(usage.Idle);
    public virtual string EndpointsNote
        => "Efficiency is database time ÷ hold time; the ceiling is what the pool could carry per second if every "
            + "request held it like these. To raise the ceiling, shorten the hold.";
    public virtual string NobodyHolds => "Nobody holds a connection at this moment.";
    public virtual string LeasesLabel => "Leases now, the oldest first";
    public virtual string TakenIn => "Taken in";
    public virtual string Held => "Held";
    public virtual string DoingHead => "Doing";
    public virtual string Trace => "Trace";
    public virtual string NoFlow => "(no flow)";
    public virtual string InTransaction => ", in transaction";
    public virtual string OldestOf(int shown, int total) => $"The {shown} oldest of {total}. ";
    public virtual string LeasesNote
        => "A lease that waits for an external call needs no connection meanwhile: those rows are the ones to mend.";

    // Guard.
    public virtual string GuardIsOff
        => "The guard is off: set Leasehold:Guard:Mode to Log to see external calls made while a connection is held.";
    public virtual string NoGuardReports => "No external call was made while a connection was held.";
    public virtual string GuardLabel => "External calls made while a connection was held, the newest first";
    public virtual string Called => "Called";
    public virtual string TimesHead => "Times";
    public virtual string LeaseTakenIn => "Lease taken in";
    public virtual string First => "First";
    public virtual string Last => "Last";
    public virtual string WhatToDo => "What to do";
    public virtual string SplitInto => "Split into";
    public virtual string ThreeStages => "three stages";
    public virtual string GuardNote(GuardMode mode)
        => $"The guard is in mode {mode}. What is meant to be so goes into Leasehold:Guard:Allow.";

    // Operations.
    public virtual string NoDurable => "This application has no durable operations (AddDurable).";
    public virtual string JournalNote(JournalTrouble trouble) => trouble == JournalTrouble.PoolIsFull
        ? "Not read now: the Background pool is full, and the dashboard does not queue."
        : "The journal could not be read; the log says why.";
    public virtual string ShownAsOf(string ago) => $"Shown as of {ago}.";
    public virtual string NoOperations => "No operation is under way, and none is dead-lettered.";
    public virtual string KindPaused(string? why, long waiting)
        => $"is paused{(why is null ? "" : $" ({why})")}: its {waiting} operations wait until it goes on.";
    public virtual string KindUnknown(long waiting)
        => $"is not registered here: its {waiting} operations wait for an instance of a service that has it.";
    public virtual string TheKind => "The kind";
    public virtual string DeadLettered => "Dead-lettered";
    public virtual string DeadLabel => "Dead-lettered operations, the oldest first";
    public virtual string Operation => "Operation";
    public virtual string Kind => "Kind";
    public virtual string Reason => "Reason";
    public virtual string Attempts => "Attempts";
    public virtual string Prepared => "Prepared";
    public virtual string Redrive => "Re-drive";
    public virtual string RedriveOf(Guid id) => $"Re-drive {id}";
    public virtual string DeadNote
        => "Nothing was decided about these: their outcome is unknown. Read the reason, mend its cause, then re-drive. "
            + "The next attempt begins by asking the other side what happened.";
    public virtual string OpenHead => "In flight and waiting";
    public virtual string OpenLabel => "Operations in flight and waiting, those due first in front";
    public virtual string State => "State";
    public virtual string DueHead => "Due";
    public virtual string LastEndedWith => "Last ended with";
    public virtual string FirstRows(int rows) => $"The first {rows} of each are shown.";
    public virtual string IsWaiting => "waiting";
    public virtual string InFlightHere => "in flight here";
    public virtual string InFlightAt(string owner) => $"in flight at {owner}";
    public virtual string RedriveTitle => "Re-drive this operation?";
    public virtual string RedriveQuestion(string kind, Guid id)
        => $"{kind} {id} gets its attempts again. The first thing it does is ask the other side what happened.";
    public virtual string OnItsWay(string kind, Guid id) => $"{kind} {id} is on its way.";
    public virtual string NotDead => "It was no dead letter any more.";
    public virtual string NotRedriven => "The database did not take it now; nothing was changed. Try again.";

    // Flight records.
    public virtual string RecordNow => "Record now";
    public virtual string RecordsNote
        => "A record keeps holders, waiters, the last minute and the worst endpoints. One is made by itself when a "
            + "pool is exhausted.";
    public virtual string NoRecords => "No flight record yet.";
    public virtual string RecordsLabel => "Flight records, the newest first";
    public virtual string When => "When";
    public virtual string Why => "Why";
    public virtual string Holders => "Holders";
    public virtual string Waiters => "Waiters";
    public virtual string View => "View";
    public virtual string ViewOf(string at) => $"View the record of {at}";
    public virtual string DownloadOf(string at) => $"Download the record of {at}";
    public virtual string Recorded => "Recorded.";
    public virtual string RecordOf(string at) => $"Flight record of {at}";
    public virtual string HoldersLongestFirst => "Holders, the longest first";
    public virtual string WaitersLongestFirst => "Waiters, the longest first";
    public virtual string MostLeaseSeconds => "Endpoints with the most lease-seconds";
    public virtual string For(TimeSpan waited) => $"for {Texts.Age(waited)}";
    public virtual string HeldIn(TimeSpan held, long leases, double? efficiency)
        => $"{Texts.Age(held)} in {Count(leases, "lease")}, efficiency "
            + (efficiency is { } share ? Texts.Percent(share) : "unknown");

    // Times, counts and holders in sentences.
    public virtual string Ago(DateTimeOffset then, DateTimeOffset now)
        => now - then < TimeSpan.FromSeconds(1) ? "now" : $"{Texts.Age(now - then)} ago";

    /// <summary>When something is due: in so long, or that it is overdue.</summary>
    public virtual string Due(DateTimeOffset due, DateTimeOffset now)
        => due > now ? $"in {Texts.Age(due - now)}" : "now";

    public virtual string Doing(Holder holder) => holder.Activity switch
    {
        HolderActivity.ExternalCall => $"external call to {holder.ExternalHost}",
        HolderActivity.Database => "database",
        HolderActivity.Idle => "idle: its own code",
        HolderActivity.Opening => "opening",
        _ => "database or its own code",
    };

    /// <summary>The flow of a holder, its method, or that it has neither.</summary>
    public string NameOf(Holder holder) => holder.Flow ?? (holder.Member.Length > 0 ? holder.Member : NoFlow);

    protected static string Count(long count, string noun) => $"{Texts.Number(count)} {noun}{(count == 1 ? "" : "s")}";

    // Findings: what was seen, and what to do.
    public virtual string WhatToDoNow => "What to do now";
    public virtual string NothingToDo => "Nothing to do";
    public virtual string AllIsWell
        => "Nothing to do: no pool is full, nobody holds a connection across an external call.";
    public virtual string Findings(int count) => Count(count, "finding");
    public virtual string How => "How";
    public virtual Uri PageOf(Uri english) => english;

    public virtual string PoolIsFull(PoolName where, PoolSnapshot pool)
        => $"Pool {where} is full: {pool.InUse} of {pool.Size} connections leased, {Count(pool.Waiting, "caller")} in "
            + "line.";
    public virtual string MendCalls(int calls, int holders)
        => $"{calls} of its {holders} holders wait for an external call and need no connection for that: mend those "
            + "first. A larger pool would only fill later.";
    public virtual string ShortenLongest(Holder longest)
        => $"Its longest holder, {NameOf(longest)}, has held for {Texts.Age(longest.HeldFor)}: shorten that "
            + "transaction, or give this work a pool of its own (Batch).";
    public virtual string EnlargePool(string workload)
        => $"Its holders are short and many. If the database has room, raise Leasehold:Pools:{workload}:Size or "
            + "MaxOverflow; if not, shed load earlier (MaxWaiters).";
    public virtual string WritersWait(PoolName where, WriterLine line)
        => $"{Count(line.Waiting, "caller")} of pool {where} wait for the turn to write, the first for "
            + $"{Texts.Age(line.LongestWait)}: the database takes one writer at a time"
            + (line.Writer is { } writer
                ? $", and {NameOf(writer)} has had the turn for {Texts.Age(writer.HeldFor)}"
                    + $"{Texts.Place(writer, " (", ")")}, {Doing(writer)}."
                : ".");
    public virtual string ShortenWriter
        => "Shorten what writers do between begin and commit, or write more in each transaction. Sessions that only "
            + "read need no turn, and a larger pool would not help.";
    public virtual string HoldsAcrossCall(Holder longest, int connections, PoolName where)
        => $"{NameOf(longest)} holds {(connections > 1 ? $"{connections} connections" : "a connection")} of pool "
            + $"{where} across an external call to {longest.ExternalHost}, for {Texts.Age(longest.HeldFor)} so far"
            + $"{Texts.Place(longest, " (", ")")}.";
    public virtual string SplitThree
        => "Split it into three stages: save what you need and commit, call with no connection in hand, save the "
            + "answer in a new session.";
    public virtual string HoldsLong(Holder first, int connections, PoolName where, TimeSpan longest)
        => $"{NameOf(first)} has held {Count(connections, "connection")} of pool {where} for up to "
            + $"{Texts.Age(longest)}, {Doing(first)}.";
    public virtual string ShortenHold
        => "Shorten the transaction, or let it lease from Batch. If it waits for something that is not HTTP, tell the "
            + "guard of it: guard.Call(\"smtp\").";
    public virtual string TurnedAway(PoolName where, PoolSnapshot pool)
        => $"Pool {where} has turned away {pool.TimedOut + pool.Refused} callers since the start: {pool.TimedOut} "
            + $"waited too long, {pool.Refused} were refused at once.";
    public virtual string ReadRecord
        => "Read the flight record of that moment: it names who held the connections then.";
    public virtual string LeasesLost(PoolName where, long leaked)
        => $"{Count(leaked, "lease")} of pool {where} never came back by disposal and had to be reclaimed.";
    public virtual string UseAwaitUsing
        => "The log names where they were taken. Put `await using` before every lease and session there.";
    public virtual string NestedIn(PoolName where, long nested)
        => $"{Count(nested, "caller")} of pool {where} waited for a second connection while holding a first.";
    public virtual string PassSession
        => "Pass the open session on instead. When every place is held by somebody who waits for a second one, nobody "
            + "ever gets it.";
    public virtual string DeadLetters(int count, int limit, string database)
        => $"{(count >= limit ? "At least " : "")}{Count(count, "operation")}{database} used up all attempts: a "
            + "decision is needed.";
    public virtual string DecideDead
        => "Read the reason under Operations, mend its cause, then re-drive: the next attempt begins by asking the "
            + "other side what happened, so nothing is done twice.";
    public virtual string UnknownKind(long waiting, string kind, string database)
        => $"{waiting} operations of the kind {kind}{database} are not of this service: it is not registered here.";
    public virtual string RegisterKind
        => "If no instance of another service or version runs that kind, nobody will: register it again, or cancel "
            + "what was never called.";
    public virtual string Inefficient(EndpointUsage usage, string database)
        => $"{usage.Endpoint}{database} uses the database for {Texts.Percent(usage.Efficiency ?? 0)} of the time it "
            + $"holds a connection; at this rate its pool carries {Texts.Rate(usage.Ceiling)}.";
    public virtual string RestIsCall => "The rest is an external call: split it into three stages.";
    public virtual string RestIsCode
        => "The rest is its own code: lease later, return sooner, compute before the transaction.";
    public virtual string CalledWhileHolding(GuardReport report)
        => $"{report.Endpoint} called {report.Target} "
            + $"{(report.Count == 1 ? "once" : $"{Texts.Number(report.Count)} times")} "
            + $"while holding a connection{Texts.Place(report.Holder, " (", ")")}.";
    public virtual string SplitOrAllow
        => "Split it into three stages, or allow the target in Leasehold:Guard:Allow if that is meant.";
}
