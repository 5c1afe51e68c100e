using Cronos;

namespace Leasehold.Durable;

/// <summary>A cron expression in its time zone.</summary>
internal sealed class Schedule
{
    /// <summary>Missed ones looked at: beyond it, what lies further back is left out.</summary>
    public const int MostMissed = 1_000;

    private const int FieldsWithSeconds = 6;
    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1); // occurrences are whole ones

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    /// <summary>Reads it.</summary>
    /// <exception cref="CronFormatException">It is no expression.</exception>
    /// <exception cref="TimeZoneNotFoundException">There is no such time zone.</exception>
    public Schedule(string cron, string zone)
    {
        var hasSeconds = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;
        _expression = CronExpression.Parse(cron, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
    }

    /// <summary>Why settings make no schedule; null when they do.</summary>
    public static string? WhyNot(RecurringOptions options)
    {
        try
        {
            _ = new Schedule(options.Cron, options.TimeZone);
            return null;
        }
        catch (CronFormatException exception)
        {
            return $"Cron ({options.Cron}) is no cron expression: {exception.Message}";
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return $"TimeZone ({options.TimeZone}) is not the name of a time zone.";
        }
    }

    /// <summary>The first occurrence after a time; null when there is none any more.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => _expression.GetNextOccurrence(time, _zone)?.ToUniversalTime();

    /// <summary>What is to be run of the occurrences from one up to now, by the rule for missed ones.</summary>
    public IReadOnlyList<DateTimeOffset> Due(DateTimeOffset from, DateTimeOffset now, RecurringOptions options)
    {
        var due = Latest(from, now);

        // The latest may be no missed one at all, but on its way just now.
        var latest = due.Count == 0 ? now : due[^1];
        return options.Missed switch
        {
            MissedOccurrences.All => due,
            MissedOccurrences.Skip => [.. due.Where(at => now - at <= options.Tolerance)],
            _ => [.. due.Where(at => at == latest || now - at <= options.Tolerance)],
        };
    }

    // Back in time by windows that grow, since the first one may be years ago and one of seconds.
    private List<DateTimeOffset> Latest(DateTimeOffset from, DateTimeOffset now)
    {
        for (var window = FirstWindow; ; window *= 2)
        {
            var start = now - from > window ? now - window : from;

            // From before the first one, since asked from its own time the expression does not name an occurrence that
            // the change to daylight saving time has moved.
            var due = _expression
                .GetOccurrences(start - Second, now, _zone, fromInclusive: false, toInclusive: true)
                .Select(static at => at.ToUniversalTime())
                .ToList();
            if (start == from || due.Count >= MostMissed)
            {
                return due.Count > MostMissed ? due[^MostMissed..] : due;
            }
        }
    }
}
