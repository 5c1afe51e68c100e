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

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture);

    public static string Number(double number) => number switch
    {
        >= 1_000_000 => string.Create(Culture, $"{number / 1_000_000:0.0} M"),
        >= 100 => number.ToString("#,0", Culture),
        _ => number.ToString("0.#", Culture),
    };

    public static string Percent(double share) => share.ToString("0 %", Culture);

    public static string Rate(double? perSecond) => perSecond is { } rate ? $"{Number(rate)}/s" : "–";

    /// <summary>The source line of a holder between two texts; empty where it is unknown.</summary>
    public static string Place(Holder holder, string before = "", string after = "")
        => holder.Line > 0 ? $"{before}{holder.File}:{holder.Line}{after}" : "";
}
