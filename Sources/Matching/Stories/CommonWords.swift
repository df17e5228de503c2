/// Words that tell no story: those that hold sentences together, and those of the trade that stand over any item.
///
/// The stream teaches the rest; without these, a first day's headlines would be joined by their grammar.
enum CommonWords {
    /// One string a language, as the words are written.
    static let lists = [
        english, german, french, spanish, portuguese, italian, dutch, polish, russian, ukrainian,
    ]

    private static let english = """
        a an the and or but nor so yet if then than as at by for from in into of off on onto out over per to up upon with \
        within without about above across after against along among around before behind below beneath beside between \
        beyond down during except inside like near outside since through throughout till toward towards under until via \
        vs versus i me my mine we us our ours you your yours he him his she her hers it its they them their theirs this \
        that these those who whom whose which what when where why how is am are was were be been being do does did done \
        doing has have had having will would shall should can could may might must ought not no yes all any both each few \
        more most other some such only own same too very just now also here there again once ever never still even much \
        many one two three first last new old says said say saying tell tells told get gets got make makes made take takes \
        took go goes going went gone come comes came see sees seen let lets know dont doesnt didnt wont cant isnt arent \
        wasnt werent hasnt havent im ive youre hes shes theyre thats whats heres ll ve re video videos photo photos watch \
        live update updates updated report reports
        """

    private static let german = """
        der die das den dem des ein eine einer eines einem einen und oder aber doch denn weil wenn dass ob als wie wo wer \
        was warum ich du er sie es wir ihr mich mir dich sich uns euch ihm ihn ihnen mein dein sein seine seiner seinen \
        ihre ihrer ihren unser kein keine keinen nicht auch nur noch schon mehr sehr so bis von vom zu zum zur mit nach \
        bei aus auf an am im in ins für gegen ohne um über unter vor hinter neben zwischen durch seit ab ist sind war \
        waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen will wollen muss müssen darf gibt \
        sagt jetzt hier dort dieser diese dieses man alle alles neue neuer neues neuen liveblog
        """

    private static let french = """
        le la les un une des du de d l au aux et ou mais donc car ni que qui quoi dont où ce cet cette ces se sa son ses \
        mon ma mes ton ta tes notre nos votre vos leur leurs je tu il elle on nous vous ils elles lui y en ne pas plus \
        moins très trop aussi bien dans par pour sur sous avec sans entre vers chez contre avant après depuis pendant est \
        sont était étaient être été a ont avait avoir eu fait faire va vont peut peuvent doit si comme quand comment \
        pourquoi tout tous toute toutes même autre autres encore déjà nouveau nouvelle direct
        """

    private static let spanish = """
        el la los las un una unos unas de del al y e o u pero sino ni que quien cual cuyo donde cuando como por para con \
        sin sobre bajo entre hasta desde hacia contra según tras ante en a se su sus mi mis tu tus nuestro lo le les me \
        te nos no sí más menos muy ya también este esta estos estas ese esa eso aquel es son era fue fueron ser sido está \
        están estar ha han había haber hay hace hacer puede pueden tiene tienen va todo todos toda todas otro otra otros \
        nuevo nueva qué cómo quién directo
        """

    private static let portuguese = """
        o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre entre até desde \
        contra e ou mas que quem qual onde quando como se seu sua seus suas meu minha não mais menos muito já também este \
        esta esse essa isso é são era foi foram ser está estão há tem têm pode podem vai todo todos outra outro novo nova
        """

    private static let italian = """
        il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai in \
        nel nella nei con su sul sulla per tra fra e o ma che chi cui dove quando come se si suo sua suoi sue mio non più \
        meno molto già anche questo questa questi quello è sono era fu essere stato ha hanno avere può possono deve tutti \
        tutto altra altro nuovo nuova ecco cosa diretta
        """

    private static let dutch = """
        de het een en of maar want dat die dit deze wie wat waar wanneer hoe waarom ik je hij zij ze wij we jullie hun \
        hem haar zijn mijn ons niet geen ook nog al meer zeer te van voor met op in aan bij uit naar door over onder \
        tegen tussen tot om is was waren wordt worden werd heeft hebben had kan kunnen moet zal zou er nu nieuwe
        """

    private static let polish = """
        i a w we z ze na do od po za o u przy przez dla nad pod przed między bez oraz lub albo ale więc że który która \
        które kto co gdzie kiedy jak czy to ten ta te tego tej tych jest są był była było były być ma mają nie tak już też \
        także się jego jej ich jako po tym nowy nowa nowe
        """

    private static let russian = """
        и в во на с со к ко по за от из у о об до для без над под при про через между после перед не ни но а или либо что \
        чтобы как так когда где кто чем если то же ли бы это этот эта эти этого этой тот та те того той его её ее их он \
        она оно они мы вы я нас вас им ему ей себя свой своих своего который которая которые которого был была было были \
        быть будет будут есть может могут уже ещё еще также только все всех всё более год года лет дней из-за новый \
        новые онлайн
        """

    private static let ukrainian = """
        і й та в у на з із зі до за від для без над під при про через між після перед по не ні але а або чи що щоб як так \
        коли де хто чим якщо то ж це цей ця ці цього цієї той те того тієї його її їх він вона воно вони ми ви я нас вас \
        їм йому їй себе свій своїх свого який яка які якого був була було були бути буде будуть є може можуть вже ще \
        також тільки лише все всі всіх більше рік року років днів нові новий наживо онлайн
        """
}
