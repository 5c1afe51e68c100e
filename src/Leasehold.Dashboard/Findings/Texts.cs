using System.Globalization;

namespace Leasehold.Dashboard;

/// <summary>Figures and holders as people read them.</summary>
internal static class Texts
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Age(TimeSpan age) => age switch
    {
        { TotalMilliseconds: < 10 } => string.Create(Culture, $"{age.TotalMilliseconds:0.0} ms"),
        { TotalSeconds: < 1 } => string.Create(Culture, $"{age.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(Culture, $"{age.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(Culture, $"{(int)age.TotalMinutes} min {age.Seconds} s"),
        { TotalDays: < 1 } => string.Create(Culture, $"{(int)age.TotalHours} h {age.Minutes} min"),
        _ => string.Create(Culture, $"{(int)age.TotalDays} d {age.Hours} h"),
    };

    public static string Ago(DateTimeOffset then, DateTimeOffset now)
        => now - then < TimeSpan.FromSeconds(1) ? "now" : $"{Age(now - then)} ago";

    /// <summary>When something is due: in so long, or that it is overdue.</summary>
    public static string Due(DateTimeOffset due, DateTimeOffset now) => due > now ? $"in {Age(due - now)}" : "now";

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture);

    public static string Number(double number) => number switch
    {
        >= 1_000_000 => string.Create(Culture, $"{number / 1_000_000:0.0} M"),
        >= 100 => number.ToString("#,0", Culture),
        _ => number.ToString("0.#", Culture),
    };

    /// <summary>A text as a sentence begins.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public static string Percent(double share) => share.ToString("0 %", Culture);

    public static string Rate(double? perSecond) => perSecond is { } rate ? $"{Number(rate)}/s" : "–";

    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A count of what is cut off at a limit.</summary>
    public static string AtLeast(int count, int limit, string noun)
        => count >= limit ? $"At least {Count(count, noun)}" : Count(count, noun);

    public static string Times(long count) => count == 1 ? "once" : $"{Number(count)} times";

    /// <summary>The source line of a holder between two texts; empty where it is unknown.</summary>
    public static string Place(Holder holder, string before = "", string after = "")
        => holder.Line > 0 ? $"{before}{holder.File}:{holder.Line}{after}" : "";

    public static string Doing(Holder holder) => holder.Activity switch
    {
        HolderActivity.ExternalCall => $"external call to {holder.ExternalHost}",
        HolderActivity.Database => "database",
        HolderActivity.Idle => "idle: its own code",
        HolderActivity.Opening => "opening",
        _ => "database or its own code",
    };
}
