using Leasehold.Cli.Analysis;
using Leasehold.Cli.CodeBases;

namespace Leasehold.Cli.Checking;

/// <summary>
/// The findings that a team has accepted for now, one a line: file, rule, message. Lines of code are not in it, so that
/// what only moves is not new; two alike count twice.
/// </summary>
internal sealed class Baseline
{
    private readonly Dictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly CodeBaseTarget _target;

    private Baseline(CodeBaseTarget target, IEnumerable<string> lines)
    {
        _target = target;
        foreach (var line in lines)
        {
            _accepted[line] = _accepted.GetValueOrDefault(line) + 1;
        }
    }

    public static Baseline Read(string path, CodeBaseTarget target) => new(target, File.ReadAllLines(path));

    public static void Write(string path, CodeBaseTarget target, IEnumerable<Finding> findings) =>
        File.WriteAllLines(path, findings.Select(finding => LineOf(finding, target)).Order(StringComparer.Ordinal));

    /// <summary>Whether a finding is one of those accepted; each of them is used up once.</summary>
    public bool Takes(Finding finding)
    {
        var line = LineOf(finding, _target);
        var left = _accepted.GetValueOrDefault(line);
        _accepted[line] = left - 1;
        return left > 0;
    }

    private static string LineOf(Finding finding, CodeBaseTarget target) =>
        $"{Path.GetRelativePath(target.Root, finding.Path).Replace('\\', '/')}: {finding.Rule.Id}: {finding.Message}";
}
