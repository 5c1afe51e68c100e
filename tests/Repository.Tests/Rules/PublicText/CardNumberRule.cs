using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>Nothing outside of the tests looks like a card number, not even one that is known to be free.</summary>
internal sealed partial class CardNumberRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.Files
        where !file.IsIn("tests")
        from line in file.Lines.Index()
        from Match match in Candidate().Matches(line.Item)
        where PassesLuhn([.. match.Value.Where(char.IsAsciiDigit).Select(static digit => digit - '0')])
        select new Violation(file.Path, line.Index + 1, "This looks like a card number: use a token.");

    private static bool PassesLuhn(IReadOnlyList<int> digits)
    {
        var sum = 0;
        for (var fromEnd = 0; fromEnd < digits.Count; fromEnd++)
        {
            var digit = digits[digits.Count - 1 - fromEnd];
            var doubled = digit * 2;
            sum += fromEnd % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>The issuers' prefixes and lengths, with or without separators.</summary>
    [GeneratedRegex(
        @"(?<![\w.-])(4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2}|35\d{2}|3[47]\d{2})([ _-]?\d{4}){2}"
        + @"[ _-]?\d{3,4}(?![\w-])",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Candidate();
}
