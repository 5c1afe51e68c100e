namespace Leasehold.Dashboard;

/// <summary>Everything the page says, in Korean.</summary>
/// <remarks>
/// What is inserted stands before a noun of ours (풀, 커넥션, 작업) or a colon, so that every particle follows a word whose
/// end is known.
/// </remarks>
internal sealed class KoreanWords : Words
{
    private const string Guide = "https://github.com/leasehold/leasehold/blob/main/docs/guide/";

    public static KoreanWords Instance { get; } = new();

    public override string NoScript => "이 페이지는 JavaScript로 실시간 갱신됩니다. 같은 수치를 한 번만 보려면:";
    public override string ConnectionLost => "서비스와 연결이 끊겼습니다. 지금 보이는 내용은 이전 상태이며, 다시 연결하는 중입니다 …";
    public override string Connecting => "연결 중";
    public override string Live => "실시간";
    public override string ConnectingPage => "연결하는 중 …";
    public override string SignOut => "로그아웃";
    public override string Close => "닫기";
    public override string Cancel => "취소";
    public override string Colours(string theme) => $"색상: {theme}";
    public override string ChangeColours(string theme) => $"색상: {theme}. 바꾸기.";
    public override string Dark => "어둡게";
    public override string Light => "밝게";
    public override string Automatic => "자동";
    public override string Crowded(int most)
        => $"이미 {most}개의 페이지가 열려 있습니다. 이 서비스의 최댓값입니다. 하나를 닫고 새로 고치십시오.";

    public override string PoolsOf(string database) => $"{database} 데이터베이스의 풀";
    public override string InUseOf(int size) => $"/ {size} 사용 중";
    public override string OverflowOf(int max) => $"/ {max} 오버플로";
    public override string Waiting => "대기";
    public override string WaitingToWrite => "쓰기 대기";
    public override string MeanHold => "평균 점유";
    public override string Ceiling => "한계";
    public override string CeilingMeaning => "지금의 평균 점유 시간으로 이 풀이 감당할 수 있는 초당 요청 수";
    public override string Leased => "획득";
    public override string Peak => "최대 사용";
    public override string TimedOut => "타임아웃";
    public override string Refused => "거절";
    public override string Leaked => "누수";
    public override string Nested => "중첩 획득";
    public override string WritersInLine => "쓰기 대기 발생";
    public override string FullAndWaiting => "가득 참, 대기 발생";
    public override string Full => "가득 참";
    public override string Borrowing => "오버플로 사용";
    public override string Calm => "여유";
    public override string MinuteAgo => "1분 전";
    public override string Now => "지금";
    public override string NothingSeen => "아직 기록이 없습니다.";
    public override string LastMinute(PoolMoment last, int mostLeased, int mostWaiting)
        => $"최근 1분: 지금 사용 중 {last.InUse}, 오버플로 {last.OverflowInUse}, 대기 {last.Waiting}. 최대 사용 {mostLeased}, "
            + $"최대 대기 {mostWaiting}.";
    public override string PoolFigures(PoolSnapshot pool)
        => $"사용 중 {pool.InUse} / {pool.Size}, 오버플로 {pool.OverflowInUse} / {pool.MaxOverflow}, 대기 {pool.Waiting}";

    public override string LeasesNow => "현재 점유";
    public override string Endpoints => "엔드포인트";
    public override string Guard => "가드";
    public override string Operations => "작업";
    public override string FlightRecords => "플라이트 레코드";
    public override string EndpointOrJob => "엔드포인트 또는 작업";
    public override string Endpoint => "엔드포인트";
    public override string Pool => "풀";
    public override string Longest => "최장";
    public override string InUse => "사용 중";
    public override string Leases => "획득 횟수";
    public override string LeaseSeconds => "점유 시간 합계(초)";
    public override string Parts => "데이터베이스 · 외부 · 자체 코드";
    public override string Split => "구성";
    public override string Efficiency => "효율";
    public override string NothingLeased => "아직 커넥션을 획득한 적이 없습니다.";
    public override string EndpointsOf(string database) => $"{database} 데이터베이스의 엔드포인트, 점유 시간 합계 순";
    public override string SplitOf(EndpointUsage usage)
        => $"데이터베이스 {Texts.Age(usage.Database)}, 외부 호출 {Texts.Age(usage.External)}, 자체 코드 "
            + Texts.Age(usage.Idle);
    public override string EndpointsNote
        => "효율은 데이터베이스 시간 ÷ 점유 시간입니다. 한계는 모든 요청이 이렇게 점유할 때 풀이 감당할 수 있는 초당 요청 수입니다. "
            + "한계를 높이려면 점유를 줄이십시오.";
    public override string NobodyHolds => "지금 커넥션을 점유한 곳이 없습니다.";
    public override string LeasesLabel => "현재 점유, 오래된 순";
    public override string TakenIn => "획득 위치";
    public override string Held => "점유 시간";
    public override string DoingHead => "하는 일";
    public override string Trace => "트레이스";
    public override string NoFlow => "(플로우 없음)";
    public override string InTransaction => ", 트랜잭션 중";
    public override string OldestOf(int shown, int total) => $"전체 {total}건 중 오래된 {shown}건입니다. ";
    public override string LeasesNote
        => "외부 호출을 기다리는 동안에는 커넥션이 필요 없습니다. 외부 호출 중인 행부터 고치십시오.";

    public override string GuardIsOff
        => "가드가 꺼져 있습니다. 커넥션을 점유한 채 하는 외부 호출을 보려면 Leasehold:Guard:Mode 값을 Log로 설정하십시오.";
    public override string NoGuardReports => "커넥션을 점유한 채 외부 호출을 한 적이 없습니다.";
    public override string GuardLabel => "커넥션을 점유한 채 한 외부 호출, 최신순";
    public override string Called => "호출 대상";
    public override string TimesHead => "횟수";
    public override string LeaseTakenIn => "커넥션 획득 위치";
    public override string First => "처음";
    public override string Last => "마지막";
    public override string WhatToDo => "할 일";
    public override string SplitInto => "작업을 나누기:";
    public override string ThreeStages => "3-Stage";
    public override string GuardNote(GuardMode mode)
        => $"가드 모드: {mode}. 의도한 호출이라면 Leasehold:Guard:Allow 목록에 넣으십시오.";

    public override string NoDurable => "이 애플리케이션에는 durable 작업이 없습니다(AddDurable).";
    public override string JournalNote(JournalTrouble trouble) => trouble == JournalTrouble.PoolIsFull
        ? "지금은 읽지 않았습니다. Background 풀이 가득 찼고, 대시보드는 줄을 서지 않습니다."
        : "저널을 읽지 못했습니다. 이유는 로그에 있습니다.";
    public override string ShownAsOf(string ago) => $"표시된 내용의 시점: {ago}.";
    public override string NoOperations => "진행 중인 작업도, 데드 레터가 된 작업도 없습니다.";
    public override string KindPaused(string? why, long waiting)
        => $"일시 중지됨{(why is null ? "" : $" ({why})")}: 다시 시작할 때까지 작업 {waiting}건이 기다립니다.";
    public override string KindUnknown(long waiting)
        => $"이 인스턴스에 등록되지 않음: 작업 {waiting}건이 이를 처리할 수 있는 서비스의 인스턴스를 기다립니다.";
    public override string TheKind => "작업 종류";
    public override string DeadLettered => "데드 레터";
    public override string DeadLabel => "데드 레터가 된 작업, 오래된 순";
    public override string Operation => "작업";
    public override string Kind => "종류";
    public override string Reason => "이유";
    public override string Attempts => "시도";
    public override string Prepared => "준비 시각";
    public override string Redrive => "다시 실행";
    public override string RedriveOf(Guid id) => $"다시 실행: {id}";
    public override string DeadNote
        => "결과를 알 수 없고, 아무것도 확정되지 않았습니다. 이유를 읽고 원인을 고친 다음 다시 실행하십시오. 다음 시도는 상대에게 "
            + "어떻게 됐는지 묻는 것부터 시작합니다.";
    public override string OpenHead => "진행 중과 대기 중";
    public override string OpenLabel => "진행 중이거나 대기 중인 작업, 실행 시각 순";
    public override string State => "상태";
    public override string DueHead => "실행 시각";
    public override string LastEndedWith => "마지막 결과";
    public override string FirstRows(int rows) => $"각각 처음 {rows}건만 표시합니다.";
    public override string IsWaiting => "대기 중";
    public override string InFlightHere => "이 인스턴스에서 진행 중";
    public override string InFlightAt(string owner) => $"{owner} 인스턴스에서 진행 중";
    public override string RedriveTitle => "이 작업을 다시 실행할까요?";
    public override string RedriveQuestion(string kind, Guid id)
        => $"{kind} {id} 작업의 시도 횟수를 되돌립니다. 가장 먼저 상대에게 어떻게 됐는지 묻습니다.";
    public override string OnItsWay(string kind, Guid id) => $"{kind} {id} 작업을 다시 실행합니다.";
    public override string NotDead => "이미 데드 레터가 아닙니다.";
    public override string NotRedriven => "데이터베이스가 지금 받아들이지 않았습니다. 바뀐 것은 없습니다. 다시 시도하십시오.";

    public override string RecordNow => "지금 기록";
    public override string RecordsNote
        => "점유자, 대기자, 최근 1분, 점유 시간이 가장 긴 엔드포인트를 담습니다. 풀이 고갈되면 자동으로 남습니다.";
    public override string NoRecords => "아직 플라이트 레코드가 없습니다.";
    public override string RecordsLabel => "플라이트 레코드, 최신순";
    public override string When => "시각";
    public override string Why => "이유";
    public override string Holders => "점유자";
    public override string Waiters => "대기자";
    public override string View => "보기";
    public override string ViewOf(string at) => $"{at} 레코드 보기";
    public override string DownloadOf(string at) => $"{at} 레코드 내려받기";
    public override string Recorded => "기록했습니다.";
    public override string RecordOf(string at) => $"{at} 플라이트 레코드";
    public override string HoldersLongestFirst => "점유자, 오래된 순";
    public override string WaitersLongestFirst => "대기자, 오래된 순";
    public override string MostLeaseSeconds => "점유 시간 합계가 가장 긴 엔드포인트";
    public override string For(TimeSpan waited) => $"대기 {Texts.Age(waited)}";
    public override string HeldIn(TimeSpan held, long leases, double? efficiency)
        => $"획득 {Texts.Number(leases)}회에 {Texts.Age(held)}, 효율 "
            + (efficiency is { } share ? Texts.Percent(share) : "알 수 없음");

    public override string Ago(DateTimeOffset then, DateTimeOffset now)
        => now - then < TimeSpan.FromSeconds(1) ? "방금" : $"{Texts.Age(now - then)} 전";
    public override string Due(DateTimeOffset due, DateTimeOffset now)
        => due > now ? $"{Texts.Age(due - now)} 후" : "지금";
    public override string Doing(Holder holder) => holder.Activity switch
    {
        HolderActivity.ExternalCall => $"외부 호출: {holder.ExternalHost}",
        HolderActivity.Database => "데이터베이스",
        HolderActivity.Idle => "유휴: 자체 코드",
        HolderActivity.Opening => "여는 중",
        _ => "데이터베이스 또는 자체 코드",
    };

    public override string WhatToDoNow => "지금 할 일";
    public override string NothingToDo => "할 일 없음";
    public override string AllIsWell => "할 일이 없습니다. 가득 찬 풀도, 외부 호출 중에 커넥션을 점유한 곳도 없습니다.";
    public override string Findings(int count) => $"발견 사항 {count}건";
    public override string How => "방법";

    /// <summary>The Korean twin where there is one.</summary>
    public override Uri PageOf(Uri english)
        => english == Docs.ThreeStages ? new Uri(Guide + "three-stages.ko.md")
            : english == Docs.LongHold ? new Uri(Guide + "dashboard.ko.md#오래-점유된-커넥션")
            : english == Docs.LostLease ? new Uri(Guide + "dashboard.ko.md#커넥션-누수")
            : english == Docs.NestedAcquire ? new Uri(Guide + "dashboard.ko.md#커넥션을-점유한-채-또-획득")
            : english;

    public override string PoolIsFull(PoolName where, PoolSnapshot pool)
        => $"{where} 풀이 가득 찼습니다. 커넥션 {pool.Size}개 중 {pool.InUse}개가 사용 중이고, 호출자 {pool.Waiting}명이 기다립니다.";
    public override string MendCalls(int calls, int holders)
        => $"점유자 {holders}명 중 {calls}명이 외부 호출을 기다리며, 그동안 커넥션은 필요 없습니다. 그것부터 고치십시오. 풀을 키워도 "
            + "조금 늦게 가득 찰 뿐입니다.";
    public override string ShortenLongest(Holder longest)
        => $"가장 오래된 점유자: {NameOf(longest)}, {Texts.Age(longest.HeldFor)}. 트랜잭션을 줄이거나 이 작업에 별도 풀(Batch)을 "
            + "주십시오.";
    public override string EnlargePool(string workload)
        => $"점유가 짧고 수가 많습니다. 데이터베이스에 여유가 있으면 Leasehold:Pools:{workload}:Size 또는 MaxOverflow 값을 늘리고, "
            + "없으면 더 일찍 거절하십시오(MaxWaiters).";
    public override string WritersWait(PoolName where, WriterLine line)
        => $"{where} 풀의 호출자 {line.Waiting}명이 쓰기 차례를 기다리며, 가장 오래 기다린 시간은 {Texts.Age(line.LongestWait)}입니다. 이 "
            + "데이터베이스는 한 번에 하나의 트랜잭션만 쓸 수 있습니다."
            + (line.Writer is { } writer
                ? $" 지금 쓰는 쪽: {NameOf(writer)}, {Texts.Age(writer.HeldFor)}{Texts.Place(writer, " (", ")")}, "
                    + $"{Doing(writer)}."
                : "");
    public override string ShortenWriter
        => "쓰기 트랜잭션의 시작과 커밋 사이를 줄이거나 한 트랜잭션에 더 많이 쓰십시오. 읽기만 하는 세션에는 차례가 필요 없고, 풀을 "
            + "키워도 도움이 되지 않습니다.";
    public override string HoldsAcrossCall(Holder longest, int connections, PoolName where)
        => $"{NameOf(longest)}: {longest.ExternalHost} 외부 호출 중에 {where} 풀의 커넥션 {connections}개를 "
            + $"{Texts.Age(longest.HeldFor)} 동안 점유하고 있습니다{Texts.Place(longest, " (", ")")}.";
    public override string SplitThree
        => "3-Stage로 나누십시오. 필요한 것을 저장하고 커밋한 뒤, 커넥션 없이 호출하고, 새 세션에서 결과를 저장합니다.";
    public override string HoldsLong(Holder first, int connections, PoolName where, TimeSpan longest)
        => $"{NameOf(first)}: {where} 풀의 커넥션 {connections}개를 최대 {Texts.Age(longest)} 동안 점유했습니다 "
            + $"({Doing(first)}).";
    public override string ShortenHold
        => "트랜잭션을 줄이거나 Batch 풀에서 획득하게 하십시오. HTTP가 아닌 것을 기다린다면 가드에 알리십시오: guard.Call(\"smtp\").";
    public override string TurnedAway(PoolName where, PoolSnapshot pool)
        => $"{where} 풀이 시작 이후 호출자 {pool.TimedOut + pool.Refused}명에게 커넥션을 주지 못했습니다. 타임아웃 "
            + $"{pool.TimedOut}명, 즉시 거절 {pool.Refused}명.";
    public override string ReadRecord => "그 순간의 플라이트 레코드를 읽으십시오. 누가 커넥션을 점유했는지 나옵니다.";
    public override string LeasesLost(PoolName where, long leaked)
        => $"{where} 풀의 커넥션 {Texts.Number(leaked)}개가 해제되지 않고 버려져 회수됐습니다.";
    public override string UseAwaitUsing
        => "로그에 획득한 위치가 나옵니다. 그곳의 모든 리스와 세션 앞에 `await using`을 쓰십시오.";
    public override string NestedIn(PoolName where, long nested)
        => $"{where} 풀의 호출자 {Texts.Number(nested)}명이 커넥션을 점유한 채 두 번째 커넥션을 기다렸습니다.";
    public override string PassSession
        => "열린 세션을 넘기십시오. 모든 자리를 두 번째 커넥션을 기다리는 쪽이 차지하면 아무도 얻지 못합니다.";
    public override string DeadLetters(int count, int limit, string database)
        => $"시도 횟수를 모두 쓴 작업이 {(count >= limit ? "최소 " : "")}{count}건 있습니다{database}. 결정이 필요합니다.";
    public override string DecideDead
        => "작업 탭에서 이유를 읽고 원인을 고친 다음 다시 실행하십시오. 다음 시도는 상대에게 어떻게 됐는지 묻는 것부터 시작하므로 두 번 "
            + "처리되지 않습니다.";
    public override string UnknownKind(long waiting, string kind, string database)
        => $"{kind}{database} 종류의 작업 {waiting}건은 이 서비스의 것이 아닙니다. 여기에 등록되지 않았습니다.";
    public override string RegisterKind
        => "다른 서비스나 다른 버전의 인스턴스가 처리하지 않으면 아무도 처리하지 않습니다. 다시 등록하거나, 호출한 적이 없는 작업을 "
            + "취소하십시오.";
    public override string Inefficient(EndpointUsage usage, string database)
        => $"{usage.Endpoint}{database}: 점유 시간의 {Texts.Percent(usage.Efficiency ?? 0)}만 데이터베이스를 씁니다. 이대로면 풀의 "
            + $"한계는 {Texts.Rate(usage.Ceiling)}입니다.";
    public override string RestIsCall => "나머지는 외부 호출입니다. 3-Stage로 나누십시오.";
    public override string RestIsCode
        => "나머지는 자체 코드입니다. 더 늦게 획득하고, 더 일찍 반환하고, 계산은 트랜잭션 전에 하십시오.";
    public override string CalledWhileHolding(GuardReport report)
        => $"{report.Endpoint}: 커넥션을 점유한 채 {report.Target} 대상을 {Texts.Number(report.Count)}회 호출했습니다"
            + $"{Texts.Place(report.Holder, " (", ")")}.";
    public override string SplitOrAllow
        => "3-Stage로 나누십시오. 의도한 호출이라면 Leasehold:Guard:Allow 목록에 넣으십시오.";
}
