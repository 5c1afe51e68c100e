using System.Globalization;
using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>Parts of sentences about sessions.</summary>
internal static class Phrases
{
    private const int MaxNames = 2;

    public static string Age(TimeSpan age) => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0} s");

    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>Who waits, each endpoint once with its number.</summary>
    public static string Names(IEnumerable<DiagnosedSession> waiters)
    {
        var groups = waiters.GroupBy(static waiter => waiter.ToString(), StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => group.Count() == 1 ? group.Key : $"{group.Key} × {group.Count()}")
            .ToList();
        var shown = string.Join("; ", groups.Take(MaxNames));
        return groups.Count > MaxNames ? $"{shown}; and {groups.Count - MaxNames} others" : shown;
    }

    /// <summary>A lease with the number of its session; a stranger has it in its name.</summary>
    public static string Who(DiagnosedSession who)
        => who is { IsStranger: false, Session.Number: var number } ? $"{who}, session {number}" : who.ToString();

    /// <summary>What the server says that it does.</summary>
    public static string Doing(ServerSession? session) => session switch
    {
        { State: ServerSessionState.IdleInTransaction } => $"is idle in a transaction{For(session.InStateFor)}",
        { State: ServerSessionState.Active } => session.Statement is { } kind
            ? $"runs a statement ({kind}){For(session.InStateFor)}" : $"runs a statement{For(session.InStateFor)}",
        { State: ServerSessionState.Idle } =>
            $"is idle{For(session.InStateFor)}, and keeps a lock beyond its transaction",
        _ => "does something that the server does not tell",
    };

    public static string At(DiagnosedSession who) => who.Line.Length > 0 ? $" at {who.Line}" : "";

    public static string On(string? table) => table is null ? "" : $" on {table}";

    private static string For(TimeSpan? time) => time is { } known ? $" for {Age(known)}" : "";
}
