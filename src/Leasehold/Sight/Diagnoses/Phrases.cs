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
        { State: ServerSessionState.IdleInTransaction } => Since(session, "idle in a transaction"),
        { State: ServerSessionState.Active, Statement: { } kind } => Since(session, $"running a statement ({kind})"),
        { State: ServerSessionState.Active } => Since(session, "running a statement"),
        { State: ServerSessionState.Idle } => Since(session, "idle outside a transaction"),
        _ => "does something that the server does not tell",
    };

    public static string At(DiagnosedSession who) => who.Line.Length > 0 ? $" at {who.Line}" : "";

    public static string On(string? table) => table is null ? "" : $" on {table}";

    private static string Since(ServerSession session, string what)
        => session.InStateFor is { } time ? $"has been {what} for {Age(time)}" : $"is {what}";
}
