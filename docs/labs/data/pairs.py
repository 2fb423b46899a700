"""Forty pairs of sentences, alike in other words, and eight with an "it"."""

PAIRS = """
The old bridge was closed because its main cable had snapped.
A broken cable led the town to shut the bridge.
She planted tomatoes and beans in the garden behind her house.
There are vegetables growing in her back yard.
Scientists found water under the ice of a distant moon.
Below a frozen moon lies an ocean, researchers say.
The train to the coast leaves at seven in the morning.
An early railway service runs to the sea.
He waited on the stairs because he had forgotten his keys.
Without a key he could not enter the flat.
A good teacher explains the same idea in three different ways.
Pupils learn more when a lesson is told in several forms.
The company sold fewer cars this year, but its profits rose.
Earnings went up although the firm delivered less.
Rain fell on the roof all night and kept the children awake.
The kids could not sleep through the storm.
The museum shows paintings by artists who lived near the sea.
Works of coastal painters hang in the gallery.
My neighbour repairs clocks and radios in his garage.
The man next door mends old devices.
The court ruled that the contract had never been in force.
Judges found the agreement void.
Bees find flowers by their colour and by their scent.
Insects are drawn to blossoms that smell sweet.
The chef fried the onions in butter and added a little salt.
A cook browned vegetables in a pan.
Nobody knew who had written the letter or why it was sent.
The author of the note remained a mystery.
The football team lost the final after two late goals.
Two strikes near the end cost them the cup.
Doctors warn that the new virus spreads quickly in crowded rooms.
The infection passes easily where many people meet.
The river rose after the snow had melted in the mountains.
Spring floods come from thawing peaks.
Her first novel tells the story of a girl who cannot speak.
A mute child is the heroine of the book.
The farmer sold his last cow to pay the bank.
Debt forced him to give up his cattle.
Engineers tested the new engine for a thousand hours.
The motor ran for weeks in a trial.
The singer lost her voice an hour before the concert.
The show was off, as the star could not sing.
Wolves have returned to the forests along the border.
Wild packs live again in those woods.
The price of bread has doubled since the war began.
Food costs twice what it did in peace.
He learned Spanish by listening to songs on the radio.
Music taught him a foreign language.
The library will stay open on Sundays during the exams.
Students can borrow books at the weekend.
A small error in the program stopped all trains for an hour.
A software bug halted the railway.
The baby laughed when the dog sneezed.
A puppy made the infant giggle.
Most of the island has no electricity after the storm.
The hurricane cut power to the homes there.
The actor thanked his mother when he won the prize.
In his speech the winner praised his mum.
The council wants to plant a tree in every street.
More green is planned for the city's roads.
The astronaut spent six months alone in the station.
One person lived in orbit for half a year.
Thieves stole a golden crown from the church.
A treasure was taken from the chapel.
Cold water helps against pain after a long run.
Runners bathe in ice to ease their legs.
The shop refuses to take back shoes that were worn.
Used footwear cannot be returned.
Many old people feel lonely in the winter.
Seniors often lack company when it is dark.
The teacher found the boy asleep under his desk.
A pupil was napping in the classroom.
The minister resigned after lying to the parliament.
A politician left office over false statements.
Coffee does not grow well below a certain height.
The beans need a high place to thrive.
The ship carried wine and oil to the towns of the north.
Goods reached northern ports by sea.
Our cat brings a mouse into the kitchen every evening.
The pet hunts rodents and carries them home.
"""
TWINS = """
The {animal} didn't cross the {street} because it was too |tired|wide
The {trophy} doesn't fit in the {suitcase} because it is too |big|small
The {ball} crashed through the {table} because it was made of |steel|paper
The {truck} passed the {bus} because it was going so |fast|slowly
The {table} won't fit through the {door} because it is too |wide|narrow
The {bottle} broke the {glass} because it was too |heavy|thin
The {dog} chased the {ball} because it was |hungry|round
The {fish} ate the {worm} because it was |hungry|tasty
"""
lines = PAIRS.strip().splitlines()
pairs = list(zip(lines[::2], lines[1::2]))
twins = []  # first noun, second noun, the sentence with each ending
for text, *ends in (line.split("|") for line in TWINS.strip().splitlines()):
    nouns = [part.split("}")[0] for part in text.split("{")[1:]]
    text = text.replace("{", "").replace("}", "")
    twins.append((*nouns, *(text + end + "." for end in ends)))
print(f"{len(pairs)} pairs, the first:", *pairs[0], sep="\n")
