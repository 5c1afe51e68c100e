using Leasehold.Scenarios.Surroundings;
using Leasehold.ServiceDefaults.Database;

namespace Leasehold.Scenarios.Overload;

/// <summary>Makes every write to <c>payments</c> take 10 ms longer, without taking processor time.</summary>
internal static class SlowDatabase
{
    public static async Task ApplyAsync(ScenarioDatabase database)
    {
        string[] statements = database.Settings.Kind == DatabaseKind.PostgreSql
            ?
            [
                "CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS "
                    + "$$ BEGIN PERFORM pg_sleep(0.01); RETURN NULL; END $$",
                "CREATE TRIGGER slow AFTER INSERT OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION take_long()",
            ]
            :
            [
                "CREATE TRIGGER slow_insert AFTER INSERT ON payments FOR EACH ROW DO SLEEP(0.01)",
                "CREATE TRIGGER slow_update AFTER UPDATE ON payments FOR EACH ROW DO SLEEP(0.01)",
            ];
        foreach (var statement in statements)
        {
            await database.ExecuteAsync(statement);
        }
    }
}
