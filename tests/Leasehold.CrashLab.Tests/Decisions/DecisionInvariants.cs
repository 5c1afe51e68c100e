namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>What holds whatever goes wrong when, by the own rows and by what reached the other side.</summary>
internal static class DecisionInvariants
{
    private const int WorkAtATime = 2;

    /// <param name="jobs">The own rows.</param>
    /// <param name="ledger">The other side's lines.</param>
    /// <param name="freezes">
    /// Whether a program stood still at any moment. No fence stops a call that was on its way: awake again the program
    /// makes it, beside whoever took over, and the other side tells by the key that it is the same one.
    /// </param>
    public static IEnumerable<string> Broken(
        IReadOnlyList<JobRow> jobs, IReadOnlyList<LedgerLine> ledger, bool freezes)
        => [.. Ends(jobs), .. Calls(jobs, ledger, freezes), .. Holds(ledger)];

    /// <summary>Each second once, and none left out.</summary>
    /// <param name="written">The occurrences with their operations, those that ran and those that wait.</param>
    public static IEnumerable<string> BrokenTicks(IReadOnlyList<(long Second, string Id)> written)
    {
        foreach (var twice in written.GroupBy(static tick => tick.Second).Where(static group => group.Count() > 1))
        {
            yield return $"the occurrence {twice.Key} was written {twice.Count()} times";
        }

        if (written.Count > 0)
        {
            var (first, last) = (written.Min(static tick => tick.Second), written.Max(static tick => tick.Second));
            var seconds = written.Select(static tick => tick.Second).ToHashSet();
            for (var second = first; second <= last; second++)
            {
                if (!seconds.Contains(second))
                {
                    yield return $"the occurrence {second} was never run";
                }
            }
        }
    }

    private static IEnumerable<string> Ends(IReadOnlyList<JobRow> jobs)
    {
        foreach (var job in jobs)
        {
            if (job.Ends != 1)
            {
                yield return $"{job} was ended {job.Ends} times";
            }

            if ((job.Status == "abandoned") != (job.Kind == "lab.hopeless"))
            {
                yield return $"{job} should not have ended so";
            }
        }
    }

    private static IEnumerable<string> Calls(
        IReadOnlyList<JobRow> jobs, IReadOnlyList<LedgerLine> ledger, bool freezes)
    {
        var known = jobs.ToDictionary(static job => job.Id, StringComparer.Ordinal);
        var arrived = ledger.Where(static line => line.What is "call" or "ask");
        foreach (var lines in arrived.GroupBy(static line => line.Id, StringComparer.Ordinal))
        {
            var calls = lines.Where(static line => line.What == "call").ToList();
            if (!known.TryGetValue(lines.Key, out var job))
            {
                yield return $"{lines.Key} was called, and never committed";
            }
            else if (calls.Count > 0 && job.Status == "cancelled")
            {
                yield return $"{job} was called";
            }

            var processes = calls.Select(static call => call.Process).Distinct(StringComparer.Ordinal).Count();
            if (calls.Count > (freezes ? processes : 1))
            {
                yield return $"{lines.Key} was called {calls.Count} times";
            }

            if (calls.Exists(call => call.More[1] == "again"
                && !lines.Any(line => line.What == "ask" && line.More[0] == "never" && line.At < call.At)))
            {
                yield return $"{lines.Key} was called again, and nobody had asked";
            }
        }

        foreach (var job in jobs.Where(static job => job.Status == "done"))
        {
            if (!ledger.Any(line => line.What == "call" && line.Id == job.Id))
            {
                yield return $"{job} was never called";
            }
        }
    }

    private static IEnumerable<string> Holds(IReadOnlyList<LedgerLine> ledger)
    {
        var goesOn = ledger.FirstOrDefault(static line => line.What == "resume")?.At ?? long.MaxValue;
        foreach (var call in ledger.Where(line => line.What == "call" && line.Kind == "lab.held" && line.At < goesOn))
        {
            yield return $"{call.Id} was called while its kind was paused";
        }

        foreach (var call in ledger.Where(static line => line.What == "call" && line.Kind == "lab.work"))
        {
            if (int.Parse(call.More[0], System.Globalization.CultureInfo.InvariantCulture) > WorkAtATime)
            {
                yield return $"{call.Id} was called beside {call.More[0]} of its kind";
            }
        }
    }
}
